import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { createPerson } from './people.ts';
import { type OperationId, type RawAnswer, type RawRequest, send } from './requests.ts';
import { sendAsDesk, sendAsOperator, sendAsWebhook } from './signed-requests.ts';
import type { World } from './worlds.ts';

/**
 * Runs an operation once in a world; whatever it needs is made before. Callers whose answers are kept
 * for a key send the headers.
 */
export type AccessCase = (world: World, headers?: Readonly<Record<string, string>>) => Promise<RawAnswer>;

const page = { limit: '100' };
const file = { fileName: 'f', contentType: 'text/plain', sizeBytes: 1 };

/** One successful request of every row; a row without one does not compile. What deletes comes last. */
export const accessCases: Readonly<Record<OperationId, AccessCase>> = {
  login: ({ owner: { email, password } }) => send('login', { body: { email, password } }),
  refresh: async ({ owner }) => send('refresh', { body: { refreshToken: await refreshTokenOf(owner) } }),
  logout: async ({ owner }) => owner.send('logout', { body: { refreshToken: await refreshTokenOf(owner) } }),

  listProjects: ({ owner }) => owner.send('listProjects', { query: page }),
  createProject: ({ owner, partner }, headers = {}) =>
    owner.send('createProject', { headers, body: { name: 'Another', partnerIds: [partner.partnerId] } }),
  getProject: ({ owner, projectId }) => owner.send('getProject', { path: { projectId } }),
  updateProject: ({ owner, projectId, partner: { partnerId } }) =>
    owner.send('updateProject', {
      path: { projectId },
      headers: { 'If-Match': '*' },
      body: { name: 'Renamed', partnerIds: [partnerId] },
    }),

  listMembers: ({ owner, projectId }) => owner.send('listMembers', { path: { projectId }, query: page }),
  addMember: async ({ owner, projectId }, headers = {}) => {
    const { userId } = await personFor(headers);
    return owner.send('addMember', { headers, path: { projectId }, body: { userId, role: 'member' } });
  },
  removeMember: async ({ owner, projectId }) => {
    const { userId } = await createPerson('leaves');
    await owner.client.addMember({ path: { projectId }, body: { userId, role: 'member' } });
    return owner.send('removeMember', { path: { projectId, userId } });
  },

  listTasks: ({ owner, projectId }) => owner.send('listTasks', { path: { projectId }, query: page }),
  createTask: ({ owner, projectId }, headers = {}) =>
    owner.send('createTask', { headers, path: { projectId }, body: { title: 'T', assigneeId: owner.userId } }),
  getTask: ({ owner, taskId }) => owner.send('getTask', { path: { taskId } }),
  updateTask: ({ owner, taskId }) =>
    owner.send('updateTask', {
      path: { taskId },
      headers: { 'If-Match': '*' },
      body: { title: 'T', status: 'done', dueDate: '2027-01-01' },
    }),

  listComments: ({ owner, taskId }) => owner.send('listComments', { path: { taskId }, query: page }),
  createComment: ({ owner, taskId }, headers = {}) =>
    owner.send('createComment', { headers, path: { taskId }, body: { text: 'x' } }),
  deleteComment: async ({ owner, taskId }) => {
    const { body } = await owner.client.createComment({ path: { taskId }, body: { text: 'x' } });
    return owner.send('deleteComment', { path: { taskId, commentId: body.commentId } });
  },

  listAttachments: ({ owner, taskId }) => owner.send('listAttachments', { path: { taskId }, query: page }),
  createAttachment: ({ owner, taskId }, headers = {}) =>
    owner.send('createAttachment', { headers, path: { taskId }, body: file }),
  deleteAttachment: async ({ owner, taskId }) => {
    const { body } = await owner.client.createAttachment({ path: { taskId }, body: file });
    return owner.send('deleteAttachment', { path: { taskId, attachmentId: body.attachmentId } });
  },

  startExport: ({ owner, projectId }, headers = {}) =>
    owner.send('startExport', { headers, path: { projectId }, body: { format: 'csv' } }),
  getExport: async ({ owner, projectId }) => {
    const { body } = await owner.client.startExport({ path: { projectId }, body: { format: 'csv' } });
    return owner.send('getExport', { path: { exportId: body.exportId } });
  },

  listPartnerProjects: ({ partner }) => partner.send('listPartnerProjects', { query: page }),
  listPartnerTasks: ({ partner, projectId }) => partner.send('listPartnerTasks', { path: { projectId }, query: page }),
  createPartnerTask: ({ partner, projectId }, headers = {}) =>
    partner.send('createPartnerTask', { headers, path: { projectId }, body: { title: 'T' } }),

  getHealth: () => send('getHealth'),
  createContact: () =>
    send('createContact', { body: { name: 'Ann', email: 'ann@contacts.example', message: 'Hello' } }),
  listContacts: () => sendAsDesk('listContacts', { query: page }),
  receiveWebhook: ({ partner: { partnerId } }) =>
    sendAsWebhook(partnerId, {
      eventId: `evt_${randomBytes(8).toString('hex')}`,
      type: 'invoice.paid',
      occurredAt: '2027-01-01T12:00:00Z',
      data: {},
    }),
  getExportQueues: () => sendAsOperator('getExportQueues'),
  startExportRedrive: redriveOfNothing,

  deleteTask: ({ owner, taskId }) => owner.send('deleteTask', { path: { taskId } }),
  deleteProject: ({ owner, projectId }) => owner.send('deleteProject', { path: { projectId } }),
};

/** Requests that take another way through their operation, by what the documentation calls them. */
export const variants: Readonly<Record<string, AccessCase>> = {
  'listTasks of one status': ({ owner, projectId }) => owner.send('listTasks', tasksOf(projectId, { status: 'todo' })),
  'listTasks of an assignee': ({ owner, projectId }) =>
    owner.send('listTasks', tasksOf(projectId, { assigneeId: owner.userId })),
};

const tasksOf = (projectId: string, query: RawRequest['query'] = {}): RawRequest => ({
  path: { projectId },
  query: { ...page, ...query },
});

/** What has failed before is queued by the redrives before: those are work, done in pages. */
async function redriveOfNothing(): Promise<RawAnswer> {
  for (;;) {
    const answer = await sendAsOperator('startExportRedrive', {});
    if (answer.status !== 409 && answer.body.exportsQueued === 0) return answer;
    await setTimeout(100);
  }
}

async function refreshTokenOf({ email, password }: World['owner']): Promise<string> {
  return (await send('login', { body: { email, password } })).body.refreshToken;
}

/** Somebody new for each request, and the same for those that share a key. */
const personFor = (() => {
  const known = new Map<string, Promise<{ readonly userId: string }>>();
  return (headers: Readonly<Record<string, string>>) => {
    const key = headers['Idempotency-Key'] ?? randomBytes(8).toString('hex');
    const person = known.get(key) ?? createPerson('joins');
    known.set(key, person);
    return person;
  };
})();
