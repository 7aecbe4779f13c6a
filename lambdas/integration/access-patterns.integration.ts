import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { publicApi } from '../../contracts/public-api.ts';
import { operationsOf } from '../../contracts/route-table.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { type AccessCase, accessCases, variants } from './access-cases.ts';
import { type TableCalls, tableCallsOf } from './control.ts';
import { declaredCalls } from './declared-calls.ts';
import { createWorld, type World } from './worlds.ts';

/**
 * Each access pattern costs the number of calls that docs/data-model.md declares, in a table with little
 * in it and in one with a hundred times as much.
 */

const operations = [taskApi, publicApi].flatMap(operationsOf);
const kept = operations.filter(({ idempotency }) => idempotency === 'key').map(({ operationId }) => operationId);

const few = { tasks: 3, members: 1, comments: 3, attachments: 1, projects: 1, contacts: 1, events: 1 };
const many = { tasks: 300, members: 95, comments: 300, attachments: 90, projects: 150, contacts: 300, events: 300 };

const firstOfAKey = 'the first request with an Idempotency-Key, beside its own';
const repetition = 'a request whose Idempotency-Key has its answer';

const declared = declaredCalls();

test('the documentation has a row for each operation, and for nothing else', () => {
  const expected = [...operations.map(({ operationId }) => operationId), ...Object.keys(variants)];
  expect([...declared.keys()].sort()).toEqual([...expected, firstOfAKey, repetition].sort());
});

describe.each([
  ['few', few],
  ['many', many],
])('with %s items', (_, size) => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld(size);
  });

  const callsOf = async (request: AccessCase, headers: Record<string, string> = {}): Promise<TableCalls> => {
    const answer = await request(world, headers);
    expect(answer.status, answer.text).toBeLessThan(300);
    return tableCallsOf(answer);
  };

  test.each(Object.entries(variants))('%s', async (name, request) => {
    expect(await callsOf(request)).toEqual(declared.get(name));
  });

  test.each(kept)('%s with a key, and again', async (operationId) => {
    const request = accessCases[operationId as keyof typeof accessCases];
    const headers = { 'Idempotency-Key': randomUUID() };
    const first = await callsOf(request, headers);
    expect(first).toEqual([...(declared.get(operationId) ?? []), ...(declared.get(firstOfAKey) ?? [])].sort());
    expect(await callsOf(request, headers)).toEqual(declared.get(repetition));
  });

  test.each(Object.entries(accessCases))('%s', async (operationId, request) => {
    expect(await callsOf(request)).toEqual(declared.get(operationId));
  });
});
