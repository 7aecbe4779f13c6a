import { expect, it } from 'vitest';
import { importersOf } from './importers.ts';

it('finds who imports a file through others', () => {
  const found = importersOf(['lambdas/shared/clock.ts'], 'lambdas');
  expect(found).toContain('lambdas/shared/clock.ts');
  expect(found).toContain('lambdas/members/add-member.ts');
  // Through idempotency and the like.
  expect(found).toContain('lambdas/projects/create-project.ts');
});

it('finds who imports its types alone', () => {
  expect(importersOf(['lambdas/tasks/task-records.ts'], 'lambdas')).toContain('lambdas/tasks/create-task.ts');
});

it('finds nobody but the handler itself, which nothing imports', () => {
  expect(importersOf(['lambdas/health/get-health.ts'], 'lambdas')).toEqual(['lambdas/health/get-health.ts']);
});

it('leaves tests out', () => {
  const found = importersOf(['lambdas/webhooks/webhook-signature.ts'], 'lambdas');
  expect(found).toEqual(['lambdas/webhooks/webhook-authorizer.ts', 'lambdas/webhooks/webhook-signature.ts']);
});
