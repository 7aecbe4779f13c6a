import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Operation } from '../../contracts/route-table.ts';
import { type Check, integration, smoke } from './check.ts';
import type { Resource } from './mutation.ts';
import { about, operationsAt, operationsFor, rowsAt } from './routes.ts';

/** What tells whether a function does its work, for its role, its permission, its variables and its package. */
export function checksOfHandler(resource: Pick<Resource, 'name' | 'address'>): readonly Check[] {
  const operations = operationsAt(resource);
  if (operations.length > 0) return operations.flatMap(checksOfOperation);
  const own = services.find(({ part }) => resource.name.includes(part));
  if (!own) {
    throw new Error(
      `${resource.address} is of no function that scripts/mutations/handlers.ts knows. Expected: a route's, or one of ${services.map(({ part }) => part).join(', ')}`,
    );
  }
  return own.checks();
}

/** Rows whose requests make what tests of other rows are about, or come before them. */
const makers = [
  'addMember',
  'createAttachment',
  'createComment',
  'createProject',
  'createTask',
  'login',
  'startExport',
  'updateProject',
];

/** Ids of the rows whose handler a resource is about; none if tests of other rows need it too. */
export function independentRowsAt(resource: Pick<Resource, 'name'>): readonly string[] {
  const rows = rowsAt(resource);
  return rows.some((row) => makers.includes(row)) ? [] : rows;
}

/** Functions that are no route's, by a part of their resources' names. */
const services: readonly { readonly part: string; readonly checks: () => readonly Check[] }[] = [
  { part: 'export-jobs_worker', checks: () => [smoke('exports'), smoke('queues'), integration('worker-tries.clock')] },
  { part: 'exportSweeper', checks: () => [integration('background.clock', /the export sweeper/)] },
  { part: 'storageSweeper', checks: () => [integration('background.clock', /the storage sweeper/)] },
  ...['webhook-authorizer', 'authorizers_webhook'].map((part) => ({
    part,
    checks: () => [smoke('auth', about(operationsFor('webhook')))],
  })),
  ...['partner-access_authorizer', 'authorizers_partner'].map((part) => ({
    part,
    checks: () => [smoke('auth', about(operationsFor('partner').slice(0, 1)))],
  })),
];

/** One successful request, with a key and again where the row has keys; then whatever else is shown of the row. */
function checksOfOperation(operation: Operation): readonly Check[] {
  const tests = about([operation]);
  const { exportsBucket } = operation.touches;
  return [
    integration('access-patterns', new RegExp(`^with few items .*(?:${tests.source})`)),
    ...(operation.idempotency === 'key' ? [smoke('idempotency', tests)] : []),
    // Its download is asked for there.
    ...(exportsBucket ? [smoke('exports')] : []),
    ...suitesNaming(operation.operationId).map((suite) => integration(suite, tests)),
  ];
}

const suitesByOperation = new Map<string, readonly string[]>();

/** Suites of the handlers that have a test, or a group of them, with the operation's id in its name. */
function suitesNaming(operationId: string): readonly string[] {
  const known = suitesByOperation.get(operationId);
  if (known) return known;
  const named = new RegExp(`\\b(?:describe|test)\\('[^'\\n]*\\b${operationId}\\b`);
  const suites = globSync('lambdas/integration/*.integration.ts')
    .filter((file) => named.test(readFileSync(file, 'utf8')))
    .map((file) => basename(file, '.integration.ts'))
    .sort();
  suitesByOperation.set(operationId, suites);
  return suites;
}
