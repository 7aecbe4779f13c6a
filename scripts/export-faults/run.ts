import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import { type Callers, createCallers } from '../long-run/callers.ts';
import type { Control } from '../long-run/control.ts';
import { messagesIn } from '../long-run/queues.ts';
import { createRandom, pick, type Random } from '../long-run/random.ts';
import { type StageUnderLoad, startStageUnderLoad } from '../long-run/stage-under-load.ts';
import { urlsOf } from '../long-run/traffic.ts';
import type { StackDocument } from '../testing/stack-copy.ts';
import { checkRun } from './checks.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { type ProjectSize, type SeededProject, seedProject } from './projects.ts';
import { advance, redeliveryMs, untilQuiet } from './quiet.ts';
import { redriveAll } from './redrive.ts';
import { outcomesTable, unmetStorms } from './report.ts';
import { killAtEveryReceive } from './siege.ts';
import { runWaves } from './waves.ts';

export interface ExportFaultsOptions {
  readonly exports: number;
  /** The same seed gives the same projects, requests and faults. */
  readonly seed: number;
  /** Told what is to be shown. */
  readonly onText: (text: string) => void;
}

/** What the parts of a run share. */
export interface Run {
  readonly outputs: StageOutputs;
  readonly taskApi: string;
  readonly publicApi: string;
  readonly control: Control;
  readonly callers: Callers;
  readonly random: Random;
  readonly projects: readonly SeededProject[];
  readonly ledger: Ledger;
}

/** Receives after which a message is given up. */
const maxReceiveCount = 5;

/** Makes exports on a stage of its own while everything around them fails. @returns what broke */
export async function runExportFaults(options: ExportFaultsOptions): Promise<readonly string[]> {
  const stage = await startStageUnderLoad({ keeps: 'memory', change: sweepSeldom });
  try {
    return [...(await exportAll(stage, options)), ...(await stage.stop())];
  } catch (error) {
    await stage.stop();
    throw error;
  }
}

/** Sweepers that come each minute would all begin at once whenever the clock is moved past many. */
function sweepSeldom({ resource }: StackDocument): void {
  for (const rule of Object.values(resource['aws_cloudwatch_event_rule'] ?? {})) {
    rule['schedule_expression'] = 'rate(5 minutes)';
  }
}

async function exportAll(
  { outputs, control }: StageUnderLoad,
  { exports, seed, onText }: ExportFaultsOptions,
): Promise<readonly string[]> {
  const random = createRandom(seed);
  const callers = await createCallers(outputs);
  const projects = await seedProjects(outputs.tableName, callers, random, exports);
  const run: Run = { ...urlsOf(outputs), outputs, control, callers, random, projects, ledger: createLedger() };
  await runWaves(run, exports);
  await drain(run);
  await killAtEveryReceive(run);
  const before = await checkRun(run);
  if (before.length > 0) return before;
  await redriveAll(run);
  await drain(run);
  onText(outcomesTable(run.ledger));
  return [...(await checkRun(run)), ...unmetStorms(run.ledger)];
}

/** Lets what is left come again until it has ended or is given up. */
async function drain({ control, outputs: { exportQueueUrl } }: Run): Promise<void> {
  await untilQuiet(control, exportQueueUrl);
  for (let receive = 0; receive < maxReceiveCount && (await messagesIn(exportQueueUrl)) > 0; receive += 1) {
    await advance(control, exportQueueUrl, redeliveryMs);
  }
}

/** From an empty project to one of hundreds of rows. */
const sizes: readonly ProjectSize[] = [0, 1, 2, 5, 10, 40].map((tasks) => ({
  ...{ tasks, comments: 3, attachments: 2, commentLength: 0 },
}));
/** 6 MB, whatever the seed: more than the 5 MB from which an upload has parts. */
const large: ProjectSize = { tasks: 30, comments: 50, isExact: true, attachments: 0, commentLength: 4000 };

async function seedProjects(
  tableName: string,
  { users }: Callers,
  random: Random,
  exportCount: number,
): Promise<readonly SeededProject[]> {
  const plain = Math.min(Math.max(Math.ceil(exportCount / 25), sizes.length), 200);
  const seeded: SeededProject[] = [];
  const seed = async (kind: SeededProject['kind'], size: ProjectSize) =>
    seeded.push(await seedProject({ tableName, owner: pick(random, users), kind, size, random }));
  for (let count = 0; count < plain; count += 1) await seed('plain', sizes[count % sizes.length] ?? large);
  for (let count = 0; count < 3; count += 1) {
    await seed('poison', { ...large, tasks: 1 + count, commentLength: 0 });
  }
  await seed('large', large);
  return seeded;
}
