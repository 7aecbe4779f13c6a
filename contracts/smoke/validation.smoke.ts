import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operationsOf } from '../route-table.ts';
import type { SchemaName } from '../schemas/registry.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { send } from './requests.ts';
import { violationsOf } from './schema-violations.ts';

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

const operations = operationsOf(taskApi).flatMap((operation) =>
  operation.body === undefined ? [] : [{ operation, body: operation.body satisfies SchemaName }],
);

describe.concurrent.each(operations)('a body of $operation.method $operation.path', ({ operation, body: schema }) => {
  test("that breaks a rule of its schema is the gateway's 400", async () => {
    const headers = await callers.admitted(taskApi, operation);
    const wrong = violationsOf(schema);
    expect(wrong.length).toBeGreaterThan(0);
    for (const { rule, body } of wrong) {
      const answer = await send(taskApi, operation, { headers, body: body as object });
      expect({ rule, status: answer.status, body: answer.body }).toEqual({
        rule,
        status: 400,
        body: { message: 'Invalid request body' },
      });
    }
  });
});
