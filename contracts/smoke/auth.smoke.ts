import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessCellsOf, isApplicable, isAsDeclared, smokeCellsOf } from '../access-cells.ts';
import { publicApi } from '../public-api.ts';
import { taskApi } from '../task-api.ts';
import { type Attempts, createAttempts } from './attempts/attempts.ts';
import { cellFilter, passes } from './attempts/cell-filter.ts';
import { localMeans } from './attempts/local-means.ts';
import { noteSeen } from './attempts/seen-cells.ts';
import { send, stage } from './requests.ts';

const applicable = [taskApi, publicApi].flatMap(accessCellsOf).filter(isApplicable);
/** `npm run access` has the means for all; other stages get what they can bear. */
const chosen = localMeans() ? applicable : smokeCellsOf(applicable);
const filter = cellFilter();
const byAttempt = Map.groupBy(
  chosen.filter((cell) => !filter || passes(filter, cell)),
  ({ attempt }) => attempt,
);
/** Attempt by attempt: what is under way at once goes to routes with throttles and functions of their own. */
const all = [...byAttempt.values()].flat();
type Cell = (typeof all)[number];

/** From here the gate refuses what it lets in from a partner's address. */
const isOutOfReach = ({ operation: { access }, declared }: Cell) =>
  access.kind === 'webhook' && !stage.takesWebhooksFromAnywhere && typeof declared === 'string';
const cells = all.filter((cell) => !isOutOfReach(cell));

test.skip.each(all.filter(isOutOfReach))(
  "$operation.method $operation.path with $attempt, from a partner's address: $declared",
  () => undefined,
);

let attempts: Attempts;
beforeAll(async () => {
  attempts = await createAttempts();
});
afterAll(() => attempts?.remove());

test.concurrent.each(cells)('$operation.method $operation.path with $attempt: $declared', async (cell) => {
  const { api, operation, declared } = cell;
  const { status, body } = await send(api, operation, await attempts.requestOf(cell));
  const seen = { status, code: body?.code as string | undefined };
  noteSeen(cell, seen);
  expect({ ...seen, isAsDeclared: isAsDeclared(declared, seen) }).toEqual({ ...seen, isAsDeclared: true });
});
