import { environments } from '../../stacks/environments.ts';
import { startStageUnderLoad } from '../long-run/stage-under-load.ts';
import { urlsOf } from '../long-run/traffic.ts';
import { takeTime } from './fuzz-stack.ts';
import { leakFinder } from './leaks.ts';
import { type LogWatch, watchLogs } from './logs.ts';
import { race } from './races.ts';
import { type Failure, isLate, report, sendAt, shrink, type Target } from './run.ts';
import { seedWorld } from './seed-world.ts';
import { createTally, type Tally } from './tally.ts';
import { type Answer, createWire, requestIdOf } from './wire.ts';
import { createWorld } from './world.ts';

export interface FuzzOptions {
  readonly requests: number;
  /** Requests that meet at the same things. */
  readonly races: number;
  /** The same seed gives the same requests; what they meet depends on those that are under way. */
  readonly seed: number;
  readonly connections: number;
  /** Index of the one request to send. */
  readonly only?: number;
  /** Told what is to be shown. */
  readonly onText: (text: string) => void;
}

/** Different failures after which a run ends. */
const mostFailures = 20;
/** Requests between two looks at the logs: fewer than the stage keeps events of. */
const lookEvery = 500;
/** Part of the answers that has to be successes, so that a run shows something. */
const leastSuccesses = 0.1;
const mostThrottled = 0.01;

/** Fuzzes a stage of its own. @returns what broke */
export async function fuzz(options: FuzzOptions): Promise<readonly string[]> {
  const stage = await startStageUnderLoad({ keeps: 'memory', change: takeTime });
  const wire = createWire(options.connections);
  try {
    const { outputs } = stage;
    const world = await createWorld(outputs);
    const secrets = [
      ...world.credentials.secrets,
      ...world.users.flatMap(({ password, idToken, accessToken }) => [password, idToken, accessToken]),
    ];
    const urls = { ...urlsOf(outputs), allowedOrigin: environments.dev.corsOrigins[0] ?? '' };
    const target = {
      world,
      wire,
      urls,
      findLeaks: leakFinder(outputs, secrets),
      explain: (answer: Answer) => stage.control.explain(requestIdOf(answer)),
    };
    await seedWorld(target);
    const logs = watchLogs(secrets);
    return await (options.only === undefined ? runAll(options, target, logs) : runOne(options, options.only, target));
  } finally {
    wire.close();
    await stage.stop();
  }
}

async function runOne({ seed, onText }: FuzzOptions, index: number, target: Target): Promise<readonly string[]> {
  const failure = await sendAt(seed, index, target);
  if (!failure) onText('the answer is one that the row may give');
  return failure ? [report(seed, failure)] : [];
}

async function runAll(options: FuzzOptions, target: Target, logs: LogWatch): Promise<readonly string[]> {
  const tally = createTally();
  const { world, wire, urls } = target;
  const raced = await race({ world, wire, taskApi: urls.taskApi, requests: options.races });
  options.onText(raced.summary);
  const startedAt = performance.now();
  const { failures, late } = await sendAll(options, target, tally, logs);
  const seconds = (performance.now() - startedAt) / 1000;
  await logs.look();
  options.onText(`${tally.table()}\n${summary(tally, seconds)}`);
  const smallest: Failure[] = [];
  for (const failure of failures) smallest.push(await shrink(options.seed, failure, target));
  return [
    ...raced.faults,
    ...smallest.map((failure) => report(options.seed, failure)),
    ...(await lateFaults(options, late, target)),
    ...runFaults(tally),
    ...logFaults(logs, options.onText),
  ];
}

/** As many at once as there are connections. @returns one failure of each kind */
async function sendAll({ seed, requests, connections }: FuzzOptions, target: Target, tally: Tally, logs: LogWatch) {
  const failures = new Map<string, Failure>();
  const late: Failure[] = [];
  let next = 0;
  const worker = async () => {
    while (next < requests && failures.size < mostFailures) {
      const index = next;
      next += 1;
      if (index % lookEvery === lookEvery - 1) await logs.look();
      const failure = await sendAt(seed, index, target, tally);
      if (failure && isLate(failure)) late.push(failure);
      else if (failure) failures.set(kindOf(failure), failure);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  return { failures: [...failures.values()], late };
}

/** Late answers after which the machine, not the stage, is what a run shows. */
const mostLate = 100;

/** A request that takes too long by itself does so alone, too; one that waited for a busy machine does not. */
async function lateFaults(
  { seed, onText }: FuzzOptions,
  late: readonly Failure[],
  target: Target,
): Promise<readonly string[]> {
  if (late.length > mostLate)
    return [`${late.length} answers came too late. Expected: a machine with time for the run`];
  const again: Failure[] = [];
  for (const { index } of late) {
    const failure = await sendAt(seed, index, target);
    if (failure) again.push(failure);
  }
  if (late.length > 0) onText(`${late.length} answers came too late; sent again alone, ${again.length} did`);
  return again.map((failure) => report(seed, failure));
}

/** Failures that have the same cause, as far as that can be told. */
const kindOf = ({ faults, answer, explanation }: Failure) =>
  `${answer.status} ${explanation?.slice(0, 40)} ${faults[0]?.replaceAll(/['"].*|\b\w*[A-Z]\w*/g, '').slice(0, 60)}`;

const percent = (part: number) => `${(part * 100).toFixed(1)} %`;

const summary = (tally: Tally, seconds: number) =>
  `${tally.total} requests in ${seconds.toFixed(1)} s (${(tally.total / seconds).toFixed(0)} a second): ` +
  `${percent(tally.share(200, 300))} 2xx, ${percent(tally.share(400, 500))} 4xx, ${percent(tally.share(429, 430))} 429, ` +
  `${percent(tally.share(500, 600))} 5xx`;

function runFaults(tally: Tally): readonly string[] {
  const [successes, throttled] = [tally.share(200, 300), tally.share(429, 430)];
  return [
    ...tally.holes(),
    ...(successes < leastSuccesses
      ? [`${percent(successes)} of the answers are 2xx. Expected: ${percent(leastSuccesses)} or more`]
      : []),
    ...(throttled > mostThrottled
      ? [`${percent(throttled)} of the answers are 429. Expected: ${percent(mostThrottled)} or less`]
      : []),
  ];
}

/** A log group without a line would have shown nothing. */
function logFaults({ found, lines }: LogWatch, onText: FuzzOptions['onText']): readonly string[] {
  const total = [...lines.values()].reduce((sum, count) => sum + count, 0);
  onText(`${total} lines in ${lines.size} log groups were searched for tokens, passwords and what callers wrote`);
  return [...found, ...(total > 0 ? [] : ['no line of a log was read'])];
}
