import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Operation, operationsOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { send } from './requests.ts';
import { createWorld, type World } from './worlds.ts';

let callers: Callers;
let world: World;
beforeAll(async () => {
  callers = await createCallers();
  world = await createWorld(callers);
});
afterAll(() => Promise.all([callers?.remove(), world?.remove()]));

const operations = operationsOf(taskApi).flatMap((operation) =>
  operation.idempotency === 'key' && operation.body !== undefined ? [{ operation, schema: operation.body }] : [],
);

const headersWith = async (operation: Operation, key: string) => ({
  ...(await callers.admitted(taskApi, operation)),
  'Idempotency-Key': key,
});

test.concurrent.each(operations)(
  'an Idempotency-Key of $operation.method $operation.path gives the first answer again, and no other request its answer',
  async ({ operation, schema }) => {
    const request = { path: await world.pathOf(operation), headers: await headersWith(operation, randomUUID()) };
    const first = await send(taskApi, operation, { ...request, body: await world.bodyOf(schema) });
    expect(operation.answers.map(({ status }) => status)).toContain(first.status);
    const again = await send(taskApi, operation, { ...request, body: await world.bodyOf(schema) });
    expect({ status: again.status, body: again.body, location: again.headers['location'] }).toEqual({
      status: first.status,
      body: first.body,
      location: first.headers['location'],
    });
    const other = await send(taskApi, operation, { ...request, body: await world.bodyOf(schema, 1) });
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
  },
);

const belowSomething = operations.filter(({ operation }) => operation.pathParameters.length > 0);

test.concurrent.each(belowSomething)(
  'an Idempotency-Key of $operation.method $operation.path is forgotten when the request fails',
  async ({ operation, schema }) => {
    const request = { headers: await headersWith(operation, randomUUID()), body: await world.bodyOf(schema) };
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const { status, body } = await send(taskApi, operation, request);
      expect({ attempt, status, code: body.code }).toEqual({ attempt, status: 404, code: 'NOT_FOUND' });
    }
  },
);
