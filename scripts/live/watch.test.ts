import { expect, test } from 'vitest';
import { isSource } from './watch.ts';

test.each([
  'lambdas/tasks/create-task.ts',
  'contracts/schemas/tasks.ts',
  'contracts/task-api.ts',
  'stacks/environments.ts',
])('%s can change a stage', (file) => {
  expect(isSource(file)).toBe(true);
});

test.each([
  'lambdas/shared/cursor.test.ts',
  'lambdas/integration/people.ts',
  'contracts/smoke/cors.smoke.ts',
  'contracts/pact/pacts/task-web-task-api.json',
  'contracts/openapi/task-api.json',
  'stacks/testing/document.ts',
  'contracts/route-table.test-d.ts',
])('%s cannot', (file) => {
  expect(isSource(file)).toBe(false);
});
