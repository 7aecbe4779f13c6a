import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Shape } from '../../contracts/operation-types.ts';
import { decodeCursor, encodeCursor } from '../shared/cursor.ts';
import { required } from '../shared/environment.ts';
import { Problem } from '../shared/problem.ts';
import { documents } from '../shared/table.ts';
import { projectKey, projectOf, projectSortKeyPrefix } from './project-records.ts';

const defaultPageLimit = 20;

export interface ProjectListing {
  readonly items: readonly Shape<'Project'>[];
  readonly nextCursor?: string;
}

/**
 * The projects that a partition of memberships or shares refers to, newest first: one query and one
 * batch read, whatever the table's size.
 *
 * @param page the query parameters `limit` and `cursor`.
 */
export async function listProjectsOf(
  partition: string,
  page: { readonly limit?: string; readonly cursor?: string },
): Promise<ProjectListing> {
  const found = await queryReferences(partition, page);
  if (found.projectIds.length === 0) return { items: [] };
  const projects = await readProjects(found.projectIds);
  const last = found.lastSortKey;
  return {
    items: projects,
    ...(last === undefined ? {} : { nextCursor: encodeCursor(partition, last) }),
  };
}

async function queryReferences(partition: string, page: { readonly limit?: string; readonly cursor?: string }) {
  const after = page.cursor === undefined ? undefined : decodeCursor(partition, projectSortKeyPrefix, page.cursor);
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: required('TABLE_NAME'),
      KeyConditionExpression: 'pk = :partition AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':partition': partition, ':prefix': projectSortKeyPrefix },
      ProjectionExpression: 'projectId',
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: page.limit === undefined ? defaultPageLimit : Number(page.limit),
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: partition, sk: after } }),
    }),
  );
  return {
    projectIds: Items.map((item) => String(item['projectId'])),
    lastSortKey: LastEvaluatedKey === undefined ? undefined : String(LastEvaluatedKey['sk']),
  };
}

async function readProjects(projectIds: readonly string[]): Promise<Shape<'Project'>[]> {
  const table = required('TABLE_NAME');
  const { Responses = {}, UnprocessedKeys = {} } = await documents.send(
    new BatchGetCommand({ RequestItems: { [table]: { Keys: projectIds.map(projectKey), ConsistentRead: true } } }),
  );
  if (Object.keys(UnprocessedKeys).length > 0) {
    throw new Problem('SERVICE_UNAVAILABLE', { detail: 'The table is busy', retryAfterSeconds: 1 });
  }
  const byId = new Map((Responses[table] ?? []).map((item) => [item['projectId'], projectOf(item)]));
  // A reference whose project is gone is one that a deletion has yet to reach.
  return projectIds.flatMap((projectId) => byId.get(projectId) ?? []);
}
