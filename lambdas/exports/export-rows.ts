import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { membersPartition, projectKey } from '../projects/project-records.ts';
import { required } from '../shared/environment.ts';
import { documents } from '../shared/table.ts';

/** One line of an export. Every kind of row has every column, so that a file of any size streams. */
export interface ExportRow {
  readonly kind: 'project' | 'member';
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly description: string;
  readonly createdAt: string;
}

export const exportColumns = [
  'kind',
  'id',
  'name',
  'role',
  'description',
  'createdAt',
] as const satisfies readonly (keyof ExportRow)[];

/**
 * The rows of a project's export, read page by page: at most one page is in memory.
 *
 * @throws {ProjectGoneError} if the project does not exist.
 */
export async function* exportRows(projectId: string): AsyncGenerator<ExportRow> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: required('TABLE_NAME'), Key: projectKey(projectId), ConsistentRead: true }),
  );
  if (!Item) throw new ProjectGoneError(projectId);
  yield {
    kind: 'project',
    id: projectId,
    name: String(Item['name']),
    role: '',
    description: String(Item['description'] ?? ''),
    createdAt: String(Item['createdAt']),
  };
  yield* memberRows(projectId);
}

async function* memberRows(projectId: string): AsyncGenerator<ExportRow> {
  let start: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new QueryCommand({
        TableName: required('TABLE_NAME'),
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :project AND begins_with(gsi1sk, :member)',
        ExpressionAttributeValues: { ':project': membersPartition(projectId), ':member': 'MEMBER#' },
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    for (const item of page.Items ?? []) {
      yield {
        kind: 'member',
        id: String(item['userId']),
        name: '',
        role: String(item['role']),
        description: '',
        createdAt: String(item['createdAt']),
      };
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

/** The project was deleted after its export was asked for: no retry can help. */
export class ProjectGoneError extends Error {
  override readonly name = 'ProjectGoneError';
  constructor(projectId: string) {
    super(`The project ${projectId} does not exist`);
  }
}
