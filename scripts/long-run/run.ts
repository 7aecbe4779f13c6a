import { setTimeout as sleep } from 'node:timers/promises';
import { createCallers } from './callers.ts';
import { drive } from './drive.ts';
import { createExportLedger, type ExportLedger } from './exports.ts';
import { injectFaults } from './faults.ts';
import { memoryByMinute, memoryFaults, sampleMemory } from './memory.ts';
import { sendPoison } from './queues.ts';
import { createRandom } from './random.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import { answersTable, exportsLine, faultsTable, minutesTable } from './report.ts';
import { call } from './requests.ts';
import { settle, settlingFaults } from './settle.ts';
import { type StageUnderLoad, startStageUnderLoad } from './stage-under-load.ts';
import { createTraffic, type Traffic, urlsOf } from './traffic.ts';

export interface LoadOptions {
  readonly minutes: number;
  /** The same seed gives the same sequence of requests, and of faults for each kind of call. */
  readonly seed: number;
  readonly ratePerSecond: number;
  readonly concurrency: number;
  /** Told what is to be shown. */
  readonly onText: (text: string) => void;
}

/** Messages that are sent to fail. */
const poison = 3;
/** Until every schedule has fired once, in milliseconds; requests signed by this machine's clock are still good. */
const schedulesMs = 61_000;

/** Puts a stage of its own under load. @returns what broke */
export async function runLoad(options: LoadOptions): Promise<readonly string[]> {
  const stage = await startStageUnderLoad();
  try {
    return [...(await load(stage, options)), ...(await stopUnderLoad(stage)), ...printedFaults(stage.errorLines)];
  } catch (error) {
    await stage.stop();
    throw error;
  }
}

/** A stage has nothing to say there; of a stack trace the first line is enough. */
function printedFaults(lines: readonly string[]): readonly string[] {
  const firstLines = lines.filter((line) => !line.startsWith('    at '));
  return [...new Set(firstLines)].map((line) => `the stage printed on its standard error: ${line}`);
}

async function load(stage: StageUnderLoad, options: LoadOptions): Promise<readonly string[]> {
  const { outputs, control } = stage;
  const callers = await createCallers(outputs);
  const [recorder, exports] = [createRecorder(), createExportLedger()];
  const traffic = createTraffic({ ...urlsOf(outputs), callers, random: createRandom(options.seed), recorder, exports });
  // Before the faults: a send whose answer is lost is sent again.
  await sendPoison(outputs.exportQueueUrl, poison);
  await injectFaults(control, options.seed);
  // Functions that schedules call would only begin in the minute with which the others are compared.
  await control.advance(schedulesMs);
  const memory = sampleMemory(stage.pid, control);
  await driveAndPoll(traffic, exports, options);
  const minutes = memoryByMinute(memory.stop());
  options.onText(faultsTable(await control.listFaults()));
  const settling = { outputs, control, callers, exports, poison };
  const settled = await settle(settling);
  options.onText(answersTable(recorder.answers));
  options.onText(minutesTable(recorder.answers, minutes));
  options.onText(`${exportsLine(exports)}\ndead letters: ${settled.dead.length}, ${poison} of them sent to fail`);
  return [...memoryFaults(minutes), ...answerFaults(recorder), ...settlingFaults(settled, settling)];
}

async function driveAndPoll(traffic: Traffic, exports: ExportLedger, options: LoadOptions): Promise<void> {
  const { ratePerSecond, concurrency } = options;
  const load = new AbortController();
  const polling = pollUntil(load.signal, exports);
  await drive({ durationMs: options.minutes * 60_000, ratePerSecond, concurrency, next: () => traffic.next() });
  load.abort();
  await polling;
}

/** Looks at the exports as their callers do: each second. */
async function pollUntil(signal: AbortSignal, exports: ExportLedger): Promise<void> {
  while (!signal.aborted) {
    await exports.lookOnce();
    await sleep(1000);
  }
}

function answerFaults({ surprises }: Recorder): readonly string[] {
  return surprises.map(({ kind, status, body }) => `'${kind}' was answered ${status}: ${body}`);
}

/** Ends the stage while requests are under way, whose answers nobody waits for. */
async function stopUnderLoad(stage: StageUnderLoad): Promise<readonly string[]> {
  const { taskApi, publicApi } = urlsOf(stage.outputs);
  const underWay = Array.from({ length: 20 }, (_, index) =>
    index % 2 === 0 ? call(`${publicApi}/health`) : call(`${taskApi}/projects`),
  );
  const found = await stage.stop();
  await Promise.all(underWay);
  return found;
}
