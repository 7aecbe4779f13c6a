import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { monotonicFactory } from 'ulid';
import { attachmentKey } from '../../lambdas/attachments/attachment-records.ts';
import { commentKey } from '../../lambdas/comments/comment-records.ts';
import { newProjectWrites } from '../../lambdas/projects/project-records.ts';
import { newTaskWrites } from '../../lambdas/tasks/task-records.ts';
import type { User } from '../long-run/callers.ts';
import { pick, type Random } from '../long-run/random.ts';
import { type Row, rowOf } from './rows.ts';

/** A project in the table, and what an export of it is to hold. */
export interface SeededProject {
  readonly projectId: string;
  readonly owner: User;
  readonly kind: ProjectKind;
  /** In the order of the table: tasks as they were made, each followed by its attachments and comments. */
  readonly rows: readonly Row[];
  /** Makes what the worker could not read readable. */
  mend(): Promise<void>;
}

/** `large`: its file is uploaded in parts. `poison`: one of its tasks lacks what the worker needs. */
export type ProjectKind = 'plain' | 'large' | 'poison';

export interface ProjectSize {
  readonly tasks: number;
  /** Of each task, most; below one, few tasks have any. */
  readonly comments: number;
  /** Whether each task has that many comments, instead of up to that many. @default false */
  readonly isExact?: boolean;
  readonly attachments: number;
  /** Characters of a comment, at least. */
  readonly commentLength: number;
  /** Without what lists of tasks are read from, which no export reads. @default false */
  readonly isUnlisted?: boolean;
}

type Item = Record<string, unknown>;

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const ulid = monotonicFactory();

/** Texts that a file format could break, and a spreadsheet run. */
const texts = ['plain', '=1+1', '+49 30', '-1', '@SUM(A1)', '\ttab', '\rreturn', 'a, "b"', 'two\nlines', 'Käse ✓'];

export interface ProjectOptions {
  readonly tableName: string;
  readonly owner: User;
  readonly kind: ProjectKind;
  readonly size: ProjectSize;
  readonly random: Random;
}

/** Writes a project into the table, as the handlers would have. */
export async function seedProject(options: ProjectOptions): Promise<SeededProject> {
  const { tableName, owner, kind, size } = options;
  const { projectId, items, rows } = newProject(options);
  for (let task = 0; task < size.tasks; task += 1) addTask(options, { projectId, items, rows });
  const whole = items.find(({ createdBy }) => createdBy !== undefined);
  if (kind === 'poison' && whole) {
    const { createdBy: _, ...broken } = whole;
    items[items.indexOf(whole)] = broken;
  }
  await writeItems(tableName, items);
  return {
    ...{ projectId, owner, kind, rows },
    mend: async () => (whole ? writeItems(tableName, [whole]) : undefined),
  };
}

/** Items of a project, and rows of its exports, in the order of both. */
interface Draft {
  readonly projectId: string;
  readonly items: Item[];
  readonly rows: Row[];
}

const createdAt = new Date().toISOString();

const itemsOf = (writes: ReturnType<typeof newTaskWrites>): Item[] =>
  writes.flatMap(({ Put }) => (Put?.Item ? [Put.Item] : []));

function newProject({ tableName, owner: { userId }, random }: ProjectOptions): Draft {
  const projectId = ulid();
  const [name, description] = [pick(random, texts), pick(random, texts)];
  return {
    projectId,
    items: itemsOf(newProjectWrites(tableName, { projectId, name, description, partnerIds: [], createdAt }, userId)),
    rows: [
      rowOf({ kind: 'project', id: projectId, name, description, createdAt }),
      rowOf({ kind: 'member', id: userId, role: 'owner', createdAt }),
    ],
  };
}

function addTask(options: ProjectOptions, { projectId, items, rows }: Draft): void {
  const { tableName, size, random } = options;
  const { userId } = options.owner;
  const taskId = ulid();
  const status = pick(random, ['todo', 'in_progress', 'done'] as const);
  const task = { projectId, taskId, title: `${pick(random, texts)} task`, status, createdBy: { userId }, version: 1 };
  const taskItems = itemsOf(newTaskWrites(tableName, { ...task, createdAt, updatedAt: createdAt }));
  items.push(...taskItems.slice(0, size.isUnlisted ? 1 : undefined));
  rows.push(rowOf({ kind: 'task', id: taskId, name: task.title, status, authorId: userId, createdAt }));
  for (let left = upTo(size.attachments, random); left > 0; left -= 1) {
    const attachmentId = ulid();
    const file = { fileName: `${pick(random, texts)}.txt`, contentType: 'text/plain', sizeBytes: 3 };
    const key = attachmentKey(projectId, taskId, attachmentId);
    items.push({ ...key, attachmentId, projectId, taskId, ...file, uploadedBy: userId, createdAt });
    const cells = { kind: 'attachment', id: attachmentId, taskId, name: file.fileName };
    rows.push(rowOf({ ...cells, authorId: userId, createdAt }));
  }
  for (let left = size.isExact ? size.comments : upTo(size.comments, random); left > 0; left -= 1) {
    const commentId = ulid();
    const text = pick(random, texts).padEnd(size.commentLength, 'x');
    items.push({ ...commentKey(projectId, taskId, commentId), commentId, taskId, authorId: userId, text, createdAt });
    rows.push(rowOf({ kind: 'comment', id: commentId, taskId, authorId: userId, description: text, createdAt }));
  }
}

const upTo = (most: number, random: Random): number => Math.round(random() * most);

/** Most items of one call ("BatchWriteItem"), and calls at once. */
const batchSize = 25;
const width = 8;

/** @throws {Error} if the table leaves something out. */
async function writeItems(tableName: string, items: readonly Item[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize).map((Item) => ({ PutRequest: { Item } })),
  );
  for (let first = 0; first < batches.length; first += width) {
    await Promise.all(batches.slice(first, first + width).map((batch) => writeBatch(tableName, batch)));
  }
}

async function writeBatch(tableName: string, batch: { readonly PutRequest: { readonly Item: Item } }[]): Promise<void> {
  const { UnprocessedItems = {} } = await documents.send(
    new BatchWriteCommand({ RequestItems: { [tableName]: batch } }),
  );
  const left = UnprocessedItems[tableName]?.length ?? 0;
  if (left > 0) throw new Error(`the table left ${left} items out. Expected: none`);
}
