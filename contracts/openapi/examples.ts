import type { Shape } from '../operation-types.ts';
import type { SchemaName } from '../schemas/registry.ts';
import type { JsonValue } from './document.ts';

const projectId = '01JDZ8N4XW7QK2M5R9T3V6Y8BC';
const taskId = '01JDZ9C1V3H6B8N2P4S7X0Z5KD';
const commentId = '01JDZA2M5T7W9C1E4G6J8M0PQR';
const attachmentId = '01JDZB7F9H1K3N5Q7S9V2X4Z6A';
const exportId = '01JDZC4R6T8W0Y2A4C6E8G0J2M';
const contactId = '01JDZD9X1Z3B5D7F9H1K3N5Q7S';
const userId = '7c1f2a9e-4b3d-4f6a-9e8d-2c5b7a1f0e34';
const otherUserId = '0b9d8e7f-6a5c-4d3e-8f2b-1a0c9d8e7f6a';
const partnerId = 'demo-partner';
const createdAt = '2027-02-01T09:30:00.000Z';
const updatedAt = '2027-02-03T16:05:12.481Z';
const presigned = { url: 'https://storage.example/file?X-Amz-Signature=0f1e2d', expiresAt: '2027-02-03T16:20:12.481Z' };
const nextCursor = 'eyJzayI6IlBST0pFQ1QjMDFKRFoifQ';
const token = 'eyJraWQiOiJ4In0.eyJzdWIiOiJ5In0.c2lnbmF0dXJl';

const project = {
  projectId,
  name: 'Moon base',
  description: 'Where the crew will live',
  partnerIds: [partnerId],
  createdAt,
};
const partnerProject = { projectId, name: project.name, createdAt };
const partnerTask: Shape<'PartnerTask'> = {
  taskId,
  projectId,
  title: 'Choose a crater',
  description: 'It has to have shade and a view',
  status: 'in_progress',
  dueDate: '2027-03-31',
  createdAt,
  updatedAt,
};
const task = { ...partnerTask, assigneeId: otherUserId, createdBy: { userId } };
const comment = { commentId, taskId, authorId: userId, text: 'Shackleton has both.', createdAt };
const attachment = {
  attachmentId,
  taskId,
  fileName: 'craters.pdf',
  contentType: 'application/pdf',
  sizeBytes: 248_113,
  uploadedBy: userId,
  createdAt,
  download: presigned,
};
const member: Shape<'Member'> = { userId, role: 'owner', createdAt };
const contact = {
  contactId,
  requestId: '2b1c7f0e-9d3a-4c55-8a54-0f6f6a1d2e11',
  name: 'Ada',
  email: 'ada@visitor.example',
  message: 'When do you open?',
  createdAt,
};
const issued = { accessToken: token, idToken: token, expiresIn: 3600, tokenType: 'Bearer' } as const;

/** One example of each schema, for documents and their readers. */
export const examples: { readonly [S in SchemaName]: Shape<S> } = {
  AddMember: { userId: otherUserId, role: 'member' },
  Attachment: attachment,
  AttachmentId: attachmentId,
  AttachmentPage: { items: [attachment], nextCursor },
  AttachmentUpload: {
    attachmentId,
    upload: {
      method: 'PUT',
      ...presigned,
      headers: { 'Content-Type': 'application/pdf', 'Content-Length': '248113' },
    },
  },
  CalendarDate: '2027-03-31',
  Comment: comment,
  CommentId: commentId,
  CommentPage: { items: [comment], nextCursor },
  Contact: contact,
  ContactAccepted: { requestId: contact.requestId },
  ContactId: contactId,
  ContactPage: { items: [contact], nextCursor },
  ContactRequest: { name: contact.name, email: contact.email, message: contact.message },
  CreateAttachment: { fileName: 'craters.pdf', contentType: 'application/pdf', sizeBytes: 248_113 },
  CreateComment: { text: comment.text },
  CreatePartnerTask: { title: task.title, dueDate: '2027-03-31' },
  CreateProject: { name: project.name, description: project.description, partnerIds: [partnerId] },
  CreateTask: { title: task.title, status: 'todo', dueDate: '2027-03-31' },
  Cursor: nextCursor,
  Email: 'ada@visitor.example',
  EventId: 'evt_2f9c41',
  ExportAccepted: { exportId, status: 'queued' },
  ExportFormat: 'csv',
  ExportId: exportId,
  ExportQueues: {
    queue: { waiting: 3, inFlight: 1, delayed: 0 },
    deadLetterQueue: { waiting: 2, inFlight: 0, delayed: 0 },
  },
  ExportRedrive: { exportsQueued: 2, more: false },
  ExportStatus: { exportId, projectId, format: 'csv', status: 'succeeded', createdAt, download: presigned },
  Health: { status: 'ok' },
  IdempotencyKey: '5f8d0c1e-3b7a-4e21-9c46-8a2b6d0f7e13',
  IfMatchHeader: '"7"',
  LoginRequest: { email: 'ada@team.example', password: 'correct-Horse-battery-1' },
  LogoutRequest: { refreshToken: token },
  Member: member,
  MemberPage: { items: [member], nextCursor },
  Month: '2027-02',
  PageLimit: '25',
  PartnerId: partnerId,
  PartnerProject: partnerProject,
  PartnerProjectPage: { items: [partnerProject], nextCursor },
  PartnerTask: partnerTask,
  PartnerTaskPage: { items: [partnerTask], nextCursor },
  Problem: {
    type: 'urn:gatehouse:error:validation-failed',
    title: 'The request breaks a rule',
    status: 422,
    code: 'VALIDATION_FAILED',
    requestId: contact.requestId,
    errors: [{ at: '/title', detail: 'Expected: one line, more than white space' }],
  },
  Project: project,
  ProjectId: projectId,
  ProjectPage: { items: [project], nextCursor },
  RefreshRequest: { refreshToken: token },
  RefreshedTokens: issued,
  Role: 'member',
  StartExport: { format: 'csv' },
  StartExportRedrive: { messagesPerSecond: 10 },
  Task: task,
  TaskId: taskId,
  TaskOrder: '-dueDate',
  TaskPage: { items: [task], nextCursor },
  TaskStatus: 'in_progress',
  Timestamp: createdAt,
  Tokens: { ...issued, refreshToken: token },
  UpdateProject: { name: project.name, description: project.description, partnerIds: [partnerId] },
  UpdateTask: { title: task.title, status: 'done', assigneeId: otherUserId, dueDate: '2027-03-31' },
  UserId: userId,
  WebhookAccepted: { eventId: 'evt_2f9c41' },
  WebhookEvent: {
    eventId: 'evt_2f9c41',
    type: 'invoice.paid',
    occurredAt: '2027-02-03T16:05:12Z',
    data: { amount: 1200 },
  },
};

export const exampleOf = (schema: SchemaName): JsonValue => examples[schema] as JsonValue;
