import { randomBytes } from 'node:crypto';
import { attachmentKey } from '../attachments/attachment-records.ts';
import { commentKey } from '../comments/comment-records.ts';
import { contactPrefix, contactsPartition, monthOf } from '../contacts/contact-records.ts';
import { newMemberWrites, newProjectWrites, projectKey } from '../projects/project-records.ts';
import { systemClock } from '../shared/clock.ts';
import { newId } from '../shared/identifiers.ts';
import type { Item } from '../shared/item.ts';
import type { TransactItem } from '../shared/write-together.ts';
import { newTaskWrites } from '../tasks/task-records.ts';
import { readItem, writeItem, writeItems } from './in-process.ts';
import { type Cast, createCast, createPartner, type Partner } from './people.ts';
import { outputs } from './requests.ts';

/** How many there are of everything that a table grows by. */
export interface Size {
  readonly tasks: number;
  /** Beside the owner and one member. */
  readonly members: number;
  /** Of one task. */
  readonly comments: number;
  /** Of the same task. */
  readonly attachments: number;
  /** Further projects of the owner, shared with the partner. */
  readonly projects: number;
  /** Of this month. */
  readonly contacts: number;
  /** That the partner has sent. */
  readonly events: number;
}

/** People, and what they have in the table. */
export interface World extends Cast {
  readonly partner: Partner;
  /** The one with comments and files. */
  readonly taskId: string;
}

export async function createWorld(size: Size): Promise<World> {
  const [cast, partner] = await Promise.all([createCast(), createPartner()]);
  const { owner, projectId } = cast;
  const path = { projectId };
  await owner.client.updateProject({ path, body: { name: 'World', partnerIds: [partner.partnerId] }, ifMatch: '*' });
  const { body: task } = await owner.client.createTask({ path, body: { title: 'Busy', assigneeId: owner.userId } });
  const world: World = { ...cast, partner, taskId: task.taskId };
  await writeItems([
    ...repeat(size.tasks, () => itemsOf(newTaskWrites(outputs.tableName, taskIn(world)))).flat(),
    ...repeat(size.members, () => itemsOf(newMemberWrites(outputs.tableName, memberOf(world)))).flat(),
    ...repeat(size.comments, () => commentOn(world)),
    ...repeat(size.attachments, () => attachmentOf(world)),
    ...repeat(size.projects, () => itemsOf(newProjectWrites(outputs.tableName, projectOf(world), owner.userId))).flat(),
    ...repeat(size.contacts, contact),
    ...repeat(size.events, () => eventOf(partner)),
  ]);
  const project = await readItem(projectKey(projectId));
  await writeItem({ ...project, memberCount: size.members + 2 });
  return world;
}

const repeat = <T>(times: number, make: () => T): T[] => Array.from({ length: times }, make);

/** The items that writes would put: here without their conditions, so that batches can write them. */
const itemsOf = (writes: readonly TransactItem[]): Item[] => writes.flatMap(({ Put }) => (Put?.Item ? [Put.Item] : []));

const now = () => systemClock.now().toISOString();
const id = () => newId(systemClock);

/** All are the owner's, so that the owner's lists are as long as the project's. */
const taskIn = ({ projectId, owner: { userId } }: World) => ({
  projectId,
  taskId: id(),
  title: 'One of many',
  status: 'todo' as const,
  assigneeId: userId,
  createdBy: { userId },
  createdAt: now(),
  updatedAt: now(),
  version: 1,
});

const memberOf = ({ projectId }: World) => ({
  projectId,
  userId: `00000000-0000-4000-8000-${randomBytes(6).toString('hex')}`,
  role: 'member' as const,
  createdAt: now(),
});

function commentOn({ projectId, taskId, owner }: World): Item {
  const commentId = id();
  const key = commentKey(projectId, taskId, commentId);
  return { ...key, commentId, taskId, authorId: owner.userId, text: 'One of many', createdAt: now() };
}

function attachmentOf({ projectId, taskId, owner }: World): Item {
  const attachmentId = id();
  const file = { fileName: 'one of many', contentType: 'text/plain', sizeBytes: 1, uploadedBy: owner.userId };
  const key = attachmentKey(projectId, taskId, attachmentId);
  return { ...key, attachmentId, projectId, taskId, ...file, createdAt: now() };
}

const projectOf = ({ partner }: World) => ({
  projectId: id(),
  name: 'One of many',
  partnerIds: [partner.partnerId],
  createdAt: now(),
});

function contact(): Item {
  const [contactId, createdAt] = [id(), now()];
  const key = { pk: contactsPartition(monthOf(createdAt)), sk: `${contactPrefix}${contactId}` };
  return { ...key, contactId, requestId: contactId, createdAt, name: 'N', email: 'n@many.example', message: 'M' };
}

function eventOf({ partnerId }: Partner): Item {
  const eventId = id();
  return { pk: `WEBHOOKS#${partnerId}`, sk: `EVENT#${eventId}`, partnerId, eventId, contentHash: 'none' };
}
