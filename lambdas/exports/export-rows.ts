import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { attachmentItemOf } from '../attachments/attachment-records.ts';
import { commentOf } from '../comments/comment-records.ts';
import {
  memberItemOf,
  memberPrefix,
  projectItemOf,
  projectKey,
  projectPartition,
} from '../projects/project-records.ts';
import { required } from '../shared/environment.ts';
import type { Item } from '../shared/item.ts';
import { queryAll } from '../shared/query-all.ts';
import { documents } from '../shared/table.ts';
import { taskItemOf, taskPrefix } from '../tasks/task-records.ts';

/** The columns of an export. Every kind of row has every column, so that a file of any size streams. */
export const exportColumns = [
  'kind',
  'id',
  'taskId',
  'name',
  'role',
  'status',
  'assigneeId',
  'authorId',
  'dueDate',
  'description',
  'createdAt',
] as const;

export type ExportRow = Readonly<Record<(typeof exportColumns)[number], string>>;

type Cells = Partial<ExportRow> & Pick<ExportRow, 'kind' | 'id' | 'createdAt'>;

const rowOf = (cells: Cells): ExportRow =>
  ({ ...Object.fromEntries(exportColumns.map((column) => [column, ''])), ...cells }) as ExportRow;

/**
 * The rows of a project's export, read page by page: at most one page is in memory. Each task is
 * followed by its attachments and comments.
 *
 * @throws {ProjectGoneError} if the project does not exist.
 */
export async function* exportRows(projectId: string): AsyncGenerator<ExportRow> {
  yield await projectRow(projectId);
  const partition = projectPartition(projectId);
  for await (const item of queryAll(partition, memberPrefix)) yield memberRow(item);
  yield* taskRows(queryAll(partition, taskPrefix));
}

async function projectRow(projectId: string): Promise<ExportRow> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: required('TABLE_NAME'), Key: { ...projectKey(projectId) }, ConsistentRead: true }),
  );
  const project = Item && projectItemOf(Item);
  if (!project || project.deletedAt !== undefined) throw new ProjectGoneError(projectId);
  const { name, description = '', createdAt } = project;
  return rowOf({ kind: 'project', id: projectId, name, description, createdAt });
}

function memberRow(item: Item): ExportRow {
  const { userId, role, createdAt } = memberItemOf(item);
  return rowOf({ kind: 'member', id: userId, role, createdAt });
}

/** Leaves out what belonged to a task that is gone and is yet to be swept: no task precedes it. */
async function* taskRows(items: AsyncIterable<Item>): AsyncGenerator<ExportRow> {
  let taskSortKey: string | undefined;
  for await (const item of items) {
    const [, taskId, kind] = String(item['sk']).split('#');
    if (kind === undefined) {
      taskSortKey = String(item['sk']);
      yield taskRow(item);
    } else if (taskSortKey === `${taskPrefix}${taskId}`) {
      yield kind === 'COMMENT' ? commentRow(item) : attachmentRow(item);
    }
  }
}

function taskRow(item: Item): ExportRow {
  const { taskId, title, status, createdAt, assigneeId, dueDate, description, createdBy } = taskItemOf(item);
  const authorId = createdBy.userId ?? createdBy.partnerId;
  return rowOf({
    kind: 'task',
    id: taskId,
    name: title,
    status,
    createdAt,
    ...withoutUndefined({ assigneeId, authorId, dueDate, description }),
  });
}

function commentRow(item: Item): ExportRow {
  const { commentId, taskId, authorId, text, createdAt } = commentOf(item);
  return rowOf({ kind: 'comment', id: commentId, taskId, authorId, description: text, createdAt });
}

function attachmentRow(item: Item): ExportRow {
  const { attachmentId, taskId, fileName, uploadedBy, createdAt } = attachmentItemOf(item);
  return rowOf({ kind: 'attachment', id: attachmentId, taskId, name: fileName, authorId: uploadedBy, createdAt });
}

const withoutUndefined = (cells: Readonly<Record<string, string | undefined>>): Partial<ExportRow> =>
  Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined));

/** The project was deleted after its export was asked for: no retry can help. */
export class ProjectGoneError extends Error {
  override readonly name = 'ProjectGoneError';
  constructor(projectId: string) {
    super(`The project ${projectId} does not exist`);
  }
}
