import { afterAll, beforeAll, expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { type ApiTable, type Operation, operationsOf } from '../route-table.ts';
import { schemas } from '../schemas/registry.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { isLasting } from './lasting-effects.ts';
import { type SmokeRequest, send, stage } from './requests.ts';
import { createWorld, type World } from './worlds.ts';

/** Each operation, once with success: the answer is what its row declares. */

let callers: Callers;
let world: World;
beforeAll(async () => {
  callers = await createCallers();
  world = await createWorld(callers);
});
afterAll(() => Promise.all([callers?.remove(), world?.remove()]));

const operations = [taskApi, publicApi].flatMap((api: ApiTable) =>
  operationsOf(api).map((operation) => ({ api, operation, name: nameOf(operation) })),
);

/** `POST /projects answers 201 Project with Location and ETag` */
function nameOf({ method, path, answers }: Operation): string {
  const promised = answers.map(({ status, schema, headers }) => {
    const withHeaders = headers.length > 0 ? ` with ${headers.join(' and ')}` : '';
    return `${status} ${schema ?? 'without a body'}${withHeaders}`;
  });
  return `${method} ${path} answers ${promised.join(' or ')}`;
}

const disturbs = ({ operation }: (typeof operations)[number]) => stage.servesCustomers && isLasting(operation);

test.skip.each(operations.filter(disturbs))('$name: it would disturb customers', () => undefined);

test.concurrent.each(operations.filter((each) => !disturbs(each)))('$name', async ({ api, operation }) => {
  const answer = await send(api, operation, await requestOf(api, operation));
  const told = `it answered ${answer.status} ${JSON.stringify(answer.body)}`;
  const declared = operation.answers.find(({ status }) => status === answer.status);
  expect(
    operation.answers.map(({ status }) => status),
    told,
  ).toContain(answer.status);
  for (const header of declared?.headers ?? []) expect(answer.headers, told).toHaveProperty(header.toLowerCase());
  if (declared?.schema === undefined) {
    expect(answer.text).toBe('');
    return;
  }
  const { error } = schemas[declared.schema].safeParse(answer.body);
  expect(error?.issues ?? [], `${told}, which is no ${declared.schema}`).toEqual([]);
});

async function requestOf(api: ApiTable, operation: Operation): Promise<SmokeRequest> {
  const path = await world.pathOf(operation);
  const body = operation.body === undefined ? {} : { body: await world.bodyOf(operation.body) };
  const match: Record<string, string> = operation.ifMatch === 'required' ? { 'If-Match': '*' } : {};
  return { path, ...body, headers: { ...(await callers.admitted(api, operation, { path, ...body })), ...match } };
}
