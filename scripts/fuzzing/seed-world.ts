import fc from 'fast-check';
import { build } from './build.ts';
import { learn } from './learn.ts';
import { everyOperation } from './operations.ts';
import { planOf } from './plan.ts';
import type { Target } from './run.ts';

/** How many of each a run begins with, in this order: the later are about the earlier. */
const beginning: readonly (readonly [operationId: string, count: number])[] = [
  ['login', 8],
  ['createProject', 40],
  ['createTask', 80],
  ['createComment', 40],
  ['createAttachment', 40],
  ['addMember', 40],
  ['startExport', 10],
  // Once each, so that no function starts while the others are at work.
  ...everyOperation.map(({ operationId }) => [operationId, 1] as const),
];

/** Makes what the first requests of a run are about. @throws {Error} if the stage refuses to */
export async function seedWorld({ world, wire, urls }: Target): Promise<void> {
  for (const [operationId, count] of beginning) {
    const route = everyOperation.find((each) => each.operationId === operationId);
    if (!route) throw new Error(`there is no row '${operationId}'`);
    const plans = fc.sample(planOf(route), { seed: 1, numRuns: count });
    let made = 0;
    for (const plan of plans) {
      const built = await build(route, { ...plan, faults: [], follows: false, isReal: true }, world, urls);
      const answer = await wire.send(built.wired);
      learn(built, answer, world);
      if (typeof answer.status === 'number' && answer.status < 300) made += 1;
    }
    if (made === 0 && count > 1)
      throw new Error(
        `'${operationId}' gave no success. Expected: a stage that answers requests which keep their rows`,
      );
  }
}
