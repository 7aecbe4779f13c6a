import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Operation, operationsOf } from '../route-table.ts';
import type { SchemaName } from '../schemas/registry.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { createTestUser, type TestUser } from './credentials.ts';
import { send, smokeClient, stage } from './requests.ts';
import { exampleOf } from './schema-violations.ts';

let callers: Callers;
let other: TestUser;
beforeAll(async () => {
  [callers, other] = await Promise.all([
    createCallers(),
    createTestUser(stage.outputs, `${stage.runId}-${randomBytes(4).toString('hex')}`),
  ]);
});
afterAll(() => Promise.all([callers?.remove(), other?.remove()]));

const client = smokeClient(taskApi, () => callers.headersOf('user token'));

/** Make something of the caller's own that the partner sees too, and give its id, for paths that need one. */
const makers: Partial<Record<SchemaName, () => Promise<string>>> = {
  async ProjectId() {
    const body = { name: `Idempotency ${stage.runId}`, partnerIds: [callers.partnerId] };
    return (await client.createProject({ body })).body.projectId;
  },
  async TaskId() {
    const projectId = (await makers.ProjectId?.()) ?? '';
    return (await client.createTask({ path: { projectId }, body: { title: 'Idempotency' } })).body.taskId;
  },
};

/** What has to be true of a body beside its schema: users who are there, and members of the project. */
const trueBodies: Partial<Record<SchemaName, () => object>> = {
  AddMember: () => ({ userId: other.userId }),
  CreateTask: () => ({ assigneeId: callers.user.userId }),
};

const bodyOf = (schema: SchemaName, variant = 0): object => ({
  ...(exampleOf(schema, variant) as object),
  ...trueBodies[schema]?.(),
});

async function pathOf({ operationId, pathParameters }: Operation): Promise<Record<string, string>> {
  const values = pathParameters.map(async ({ name, schema }): Promise<[string, string]> => {
    const make = makers[schema];
    if (!make) throw new Error(`nothing makes a ${schema} for ${operationId}; add it to the makers`);
    return [name, await make()];
  });
  return Object.fromEntries(await Promise.all(values));
}

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
    const request = { path: await pathOf(operation), headers: await headersWith(operation, randomUUID()) };
    const first = await send(taskApi, operation, { ...request, body: bodyOf(schema) });
    expect(operation.answers.map(({ status }) => status)).toContain(first.status);
    const again = await send(taskApi, operation, { ...request, body: bodyOf(schema) });
    expect({ status: again.status, body: again.body, location: again.headers['location'] }).toEqual({
      status: first.status,
      body: first.body,
      location: first.headers['location'],
    });
    const other = await send(taskApi, operation, { ...request, body: bodyOf(schema, 1) });
    expect(other.status).toBe(422);
    expect(other.body).toMatchObject({ code: 'IDEMPOTENCY_MISMATCH' });
  },
);

const belowSomething = operations.filter(({ operation }) => operation.pathParameters.length > 0);

test.concurrent.each(belowSomething)(
  'an Idempotency-Key of $operation.method $operation.path is forgotten when the request fails',
  async ({ operation, schema }) => {
    const request = { headers: await headersWith(operation, randomUUID()), body: bodyOf(schema) };
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      const { status, body } = await send(taskApi, operation, request);
      expect({ attempt, status, code: body.code }).toEqual({ attempt, status: 404, code: 'NOT_FOUND' });
    }
  },
);
