import { randomUUID } from 'node:crypto';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildExportMessage } from '../../lambdas/exports/export-message.ts';
import { pick, type Random } from '../long-run/random.ts';
import { type AcceptedExport, countStorm, type Wish } from './ledger.ts';
import type { ProjectKind, SeededProject } from './projects.ts';
import { advance, redeliveryMs, untilQuiet } from './quiet.ts';
import { formats } from './rows.ts';
import type { Run } from './run.ts';
import { startExports } from './start-exports.ts';
import { type Storm, type StormName, storms } from './storms.ts';

const sqs = new SQSClient({});

/** Waves of which the last is calm: at most four receives of a message are in the two before, and the fifth tries in vain only what is poisoned. */
const cycle = 3;
/** Storms of a wave that is not calm. */
const stormsAtOnce = 2;
/** Waves after which the tokens are renewed: less than the hour that they are good for. */
const tokenWaves = 8;

/**
 * Makes the exports of a run, in waves with faults of their own. What a wave leaves undone comes again
 * in the next ones. Each fault kind comes once before any comes again.
 */
export async function runWaves(run: Run, count: number): Promise<void> {
  const size = Math.ceil(count / waveCount(count));
  let deck: Storm[] = [];
  for (let wave = 0, left = count; left > 0; wave += 1, left -= size) {
    if (wave % tokenWaves === tokenWaves - 1) await run.callers.renewTokens();
    const isCalm = wave % cycle === cycle - 1;
    if (deck.length < stormsAtOnce) deck = [...deck, ...shuffled(run.random, storms)];
    const chosen = isCalm ? [] : deck.splice(0, stormsAtOnce);
    await runWave(run, chosen, Math.min(size, left));
  }
}

/** Enough that each fault kind comes. */
const waveCount = (exportCount: number): number =>
  Math.max(Math.ceil(exportCount / 100), Math.ceil((storms.length * cycle) / ((cycle - 1) * stormsAtOnce)));

async function runWave(run: Run, chosen: readonly Storm[], size: number): Promise<void> {
  const { control, ledger, outputs } = run;
  const rules = chosen.flatMap(({ name, rules }) => rules(run.random).map((rule) => ({ name, rule })));
  for (const { rule } of rules) await control.addFault(rule);
  const wishes = wishesOf(run, chosen, size);
  const { accepted, refused } = await startExports(run.taskApi, wishes);
  ledger.accepted.push(...accepted);
  for (const storm of chosen) {
    countStorm(ledger, storm.name, { waves: 1, met: await sendMessages(run, storm, accepted) });
  }
  await untilQuiet(control, outputs.exportQueueUrl);
  await advance(control, outputs.exportQueueUrl, redeliveryMs);
  const hits = await control.listFaults();
  for (const [index, { name }] of rules.entries()) countStorm(ledger, name, { met: hits[index]?.hits ?? 0 });
  await control.clearFaults();
  await startAgain(run, refused);
}

/** A caller who was refused tries again, with its key. */
async function startAgain({ taskApi, ledger }: Run, wishes: readonly Wish[]): Promise<void> {
  const { accepted, refused } = await startExports(taskApi, wishes);
  ledger.accepted.push(...accepted);
  if (refused.length > 0) throw new Error(`${refused.length} exports were refused without a fault. Expected: none`);
}

function wishesOf({ projects, random }: Run, chosen: readonly Storm[], size: number): readonly Wish[] {
  const names = chosen.map(({ name }) => name);
  const wanted = chosen.flatMap(({ wants }) => (wants ? Array<ProjectKind>(wants.count).fill(wants.kind) : []));
  const kinds = [...wanted, ...Array<ProjectKind>(Math.max(size - wanted.length, 0)).fill('plain')].slice(0, size);
  return kinds.map((kind) => wishFor(pickProject(projects, kind, random), names, random));
}

const pickProject = (projects: readonly SeededProject[], kind: ProjectKind, random: Random): SeededProject =>
  pick(
    random,
    projects.filter((project) => project.kind === kind),
  );

export const wishFor = (project: SeededProject, names: readonly StormName[], random: Random): Wish => ({
  ...{ project, storms: names, refusals: 0 },
  format: pick(random, formats),
  idempotencyKey: randomUUID(),
});

/** @returns how many messages of the storm's own there are, or exports that it wanted to fail. */
async function sendMessages(run: Run, storm: Storm, accepted: readonly AcceptedExport[]): Promise<number> {
  const { ledger, random, outputs } = run;
  const send = (MessageBody: string) =>
    sqs.send(new SendMessageCommand({ QueueUrl: outputs.exportQueueUrl, MessageBody }));
  const twice = accepted.filter(() => random() < (storm.copies ?? 0));
  for (const { exportId, format, project } of twice) {
    await send(buildExportMessage({ exportId, format, projectId: project.projectId }));
  }
  for (let left = storm.garbage ?? 0; left > 0; left -= 1) {
    const body = `no export ${ledger.garbage.length}`;
    await send(body);
    ledger.garbage.push(body);
  }
  return twice.length + (storm.garbage ?? 0) + (storm.wants?.kind === 'poison' ? storm.wants.count : 0);
}

function shuffled<T>(random: Random, values: readonly T[]): T[] {
  return values
    .map((value) => ({ value, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
