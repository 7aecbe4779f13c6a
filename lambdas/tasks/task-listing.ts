import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { projectPartition } from '../projects/project-records.ts';
import { decodeCursor, encodeCursor } from '../shared/cursor.ts';
import { required } from '../shared/environment.ts';
import { Problem } from '../shared/problem.ts';
import { limitOf, type Page, type PageParameters } from '../shared/query-page.ts';
import { readItems } from '../shared/read-items.ts';
import { documents } from '../shared/table.ts';
import { type TaskFilters, type TaskQuery, taskQueryOf } from './task-query.ts';
import { type TaskItem, taskIdOf, taskItemOf, taskKey } from './task-records.ts';

/**
 * A page of a project's tasks: a query of one list for each status that is asked for (three at most,
 * at once), and one batch read, whatever the table's size.
 *
 * @throws {Problem} INVALID_PARAMETER or INVALID_CURSOR.
 */
export async function listTasksOf(
  projectId: string,
  filters: TaskFilters,
  parameters: PageParameters,
): Promise<Page<TaskItem>> {
  const query = taskQueryOf(filters);
  const name = nameOf(projectId, query);
  const limit = limitOf(parameters);
  const after = parameters.cursor === undefined ? undefined : positionOf(name, query, parameters.cursor);
  const places = await findPlaces(projectId, query, limit + 1, after);
  const page = places.slice(0, limit);
  const items = await readItems(page.map((place) => taskKey(projectId, taskIdOf(place))));
  const last = page.at(-1);
  return {
    // An entry whose task is gone was read while the task was deleted.
    items: items.flatMap((item) => (item ? taskItemOf(item) : [])),
    ...(places.length > limit && last !== undefined ? { nextCursor: encodeCursor(name, last) } : {}),
  };
}

const nameOf = (projectId: string, { sorting, isDescending, prefixes, from, to }: TaskQuery) =>
  JSON.stringify([projectId, sorting, isDescending, prefixes, from, to]);

/** A place that is not within the query would be an error of the table's. */
function positionOf(name: string, { from, to }: TaskQuery, cursor: string): string {
  const place = decodeCursor(name, '', cursor);
  if (place >= from && place <= to) return place;
  throw new Problem('INVALID_CURSOR');
}

/** The next places of all lists, merged: the same in each list, so that one position serves them all. */
async function findPlaces(
  projectId: string,
  query: TaskQuery,
  limit: number,
  after: string | undefined,
): Promise<string[]> {
  const lists = await Promise.all(query.prefixes.map((prefix) => queryList(projectId, query, prefix, limit, after)));
  const places = lists.flat().sort();
  return (query.isDescending ? places.reverse() : places).slice(0, limit);
}

async function queryList(
  projectId: string,
  { from, to, isDescending }: TaskQuery,
  prefix: string,
  limit: number,
  after: string | undefined,
): Promise<string[]> {
  const partition = projectPartition(projectId);
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: required('TABLE_NAME'),
      KeyConditionExpression: 'pk = :partition AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':partition': partition, ':from': prefix + from, ':to': prefix + to },
      ProjectionExpression: 'sk',
      ScanIndexForward: !isDescending,
      ConsistentRead: true,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: partition, sk: prefix + after } }),
    }),
  );
  return Items.map((item) => String(item['sk']).slice(prefix.length));
}
