import fc from 'fast-check';
import { type Built, build, type Urls } from './build.ts';
import type { LeakFinder } from './leaks.ts';
import { learn } from './learn.ts';
import { everyOperation, type Route } from './operations.ts';
import { type Plan, planOf } from './plan.ts';
import { answerFaults } from './properties.ts';
import type { Tally } from './tally.ts';
import { type Answer, curlOf, type Wire } from './wire.ts';
import type { World } from './world.ts';

/** A stage that is sent requests, and what is kept of its answers. */
export interface Target {
  readonly world: World;
  readonly wire: Wire;
  readonly urls: Urls;
  readonly findLeaks: LeakFinder;
  /** What the stage's control API has of a request. */
  explain(answer: Answer): Promise<string | undefined>;
}

/** A request whose answer was none that its row may give. */
export interface Failure {
  readonly index: number;
  readonly plan: Plan;
  readonly built: Built;
  readonly answer: Answer;
  readonly faults: readonly string[];
  /** What the stage says of how it came to it. */
  readonly explanation?: string;
}

const plans = new Map(everyOperation.map((route) => [route.operationId, planOf(route)]));

/** The row of a request of a run, and how it is found again. */
const routeAt = (index: number): Route => everyOperation[index % everyOperation.length] as Route;

function arbitraryOf({ operationId }: Route): fc.Arbitrary<Plan> {
  const found = plans.get(operationId);
  if (!found) throw new Error(`there are no plans for '${operationId}'`);
  return found;
}

/** Neighbours get seeds that have nothing in common. */
const seedAt = (seed: number, index: number) => Math.imul(seed ^ Math.imul(index + 1, 0x9e3779b1), 0x85ebca6b) | 0;

async function sendOnce(route: Route, plan: Plan, { world, wire, urls, findLeaks }: Target) {
  const built = await build(route, plan, world, urls);
  const answer = await wire.send(built.wired);
  const faults = answerFaults(built, answer, findLeaks, urls);
  learn(built, answer, world);
  return { built, answer, faults };
}

/** Sends the request of a seed with this number. */
export async function sendAt(seed: number, index: number, target: Target, tally?: Tally): Promise<Failure | undefined> {
  const route = routeAt(index);
  const [plan] = fc.sample(arbitraryOf(route), { seed: seedAt(seed, index), numRuns: 1 });
  if (!plan) throw new Error('fast-check gave no plan');
  const { built, answer, faults } = await sendOnce(route, plan, target);
  tally?.count(route, answer);
  if (faults.length === 0) return undefined;
  const explanation = await target.explain(answer);
  return { index, plan, built, answer, faults, ...(explanation === undefined ? {} : { explanation }) };
}

/** Whether nothing came of a request for want of time: of a busy machine, or of what it takes itself. */
export const isLate = ({ answer, explanation = '' }: Failure): boolean =>
  answer.status === 'hung' || answer.status === 504 || /Timedout|timed out|did not answer within/.test(explanation);

/** Longest time for making a request smaller, in milliseconds. */
const shrinkMs = 3_000;

/** The same failure with as little of the request as it takes; the failure given where no smaller one fails. */
export async function shrink(seed: number, failure: Failure, target: Target): Promise<Failure> {
  const route = routeAt(failure.index);
  let smallest = failure;
  const property = fc.asyncProperty(arbitraryOf(route), async (plan) => {
    const { built, answer, faults } = await sendOnce(route, plan, target);
    if (faults.length === 0) return;
    smallest = { index: failure.index, plan, built, answer, faults };
    throw new Error(faults[0]);
  });
  await fc.check(property, { seed: seedAt(seed, failure.index), numRuns: 1, interruptAfterTimeLimit: shrinkMs });
  return smallest;
}

/** All of a failure that it takes to understand it, and to send it again. */
export function report(seed: number, { index, plan, built, answer, faults, explanation }: Failure): string {
  const { status, headers, body } = answer;
  return [
    `${built.route.operationId}: ${faults.map((fault) => fault.slice(0, 300)).join('; ')}`,
    `  again: node scripts/fuzz.ts --seed ${seed} --only ${index}`,
    `  wrong with the request: ${plan.faults.map((fault) => JSON.stringify(fault).slice(0, 300)).join(', ') || 'nothing'}`,
    `  request: ${shortened(curlOf(built.wired))}`,
    `  answer: ${status}`,
    ...(explanation === undefined ? [] : [`  the stage: ${explanation}`]),
    ...Object.entries(headers).map(([name, value]) => `    ${name}: ${value}`),
    `    ${shortened(body.toString('utf8'))}`,
  ].join('\n');
}

const longest = 4_000;

const shortened = (text: string) =>
  text.length <= longest ? text : `${text.slice(0, longest)}... (${text.length} characters)`;
