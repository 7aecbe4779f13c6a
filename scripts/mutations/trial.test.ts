import { expect, test } from 'vitest';
import type { Check } from './check.ts';
import type { Failure } from './checks.ts';
import type { Lane } from './lane.ts';
import type { Mutation } from './mutation.ts';
import { tryTogether } from './trial.ts';

const mutation = (id: string, checks: readonly Check[]): Mutation => ({
  id,
  address: id,
  description: '',
  checks,
  operations: [id],
  sharesStage: true,
  isOfThrottles: false,
  needsNewStage: false,
  apply: () => {},
});

/** A stage whose tests of these names fail, by their suites. */
const laneOf = (failing: Readonly<Record<string, readonly string[]>>): Lane => ({
  become: async () => undefined,
  renew: async () => undefined,
  close: async () => undefined,
  async ask({ file, tests }) {
    const failures: Failure[] = (failing[file] ?? [])
      .filter((name) => tests.test(name))
      .map((name) => ({ file, test: name, message: 'failed' }));
    return { failures, passed: 1 };
  },
});

const noticedBy = async (lane: Lane, mutations: readonly Mutation[]) =>
  Object.fromEntries([...(await tryTogether(lane, mutations))].map(([{ id }, { noticed }]) => [id, noticed?.by]));

test('each mutation that shares a stage is noticed by the test that is about it alone', async () => {
  const both = ['readTask', 'writeTask'].map((id) => mutation(id, [{ file: 'tasks.smoke.ts', tests: RegExp(id) }]));
  expect(await noticedBy(laneOf({ 'tasks.smoke.ts': ['readTask works', 'writeTask works'] }), both)).toEqual({
    readTask: 'tasks: readTask works',
    writeTask: 'tasks: writeTask works',
  });
});

test('a test that is about two tells nothing of the one, even if the other has been noticed before', async () => {
  const both = ['readTask', 'writeTask'].map((id) =>
    mutation(id, [
      { file: 'auth.smoke.ts', tests: RegExp(id) },
      { file: 'tasks.smoke.ts', tests: RegExp(id) },
    ]),
  );
  const lane = laneOf({
    'auth.smoke.ts': ['writeTask works'],
    'tasks.smoke.ts': ['readTask shows what writeTask did'],
  });
  expect(await noticedBy(lane, both)).toEqual({ writeTask: 'auth: writeTask works' });
});
