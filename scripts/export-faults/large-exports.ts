import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import { type Callers, createCallers } from '../long-run/callers.ts';
import { createRandom } from '../long-run/random.ts';
import { call } from '../long-run/requests.ts';
import { type StageUnderLoad, startStageUnderLoad } from '../long-run/stage-under-load.ts';
import { urlsOf } from '../long-run/traffic.ts';
import { resourceOf } from '../testing/stack-copy.ts';
import { type SeededProject, seedProject } from './projects.ts';
import { type Format, fileFault, formats } from './rows.ts';
import { startExports } from './start-exports.ts';
import { exportObjects, readObject } from './state.ts';
import { worker } from './storms.ts';
import { wishFor } from './waves.ts';

/** An export, and what its worker needed for it. */
export interface LargeExport {
  readonly tasks: number;
  readonly format: Format;
  readonly rows: number;
  readonly bytes: number;
  /** In which the file was uploaded. */
  readonly parts: number;
  readonly durationMs: number;
  readonly usedMb: number;
  /** What is wrong with it. */
  readonly faults: readonly string[];
}

/** What the stack gives the worker. */
interface Limits {
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

/** Exports projects of so many tasks, one after the other, in both formats. */
export async function exportLargeProjects(sizes: readonly number[]): Promise<readonly LargeExport[]> {
  let limits: Limits | undefined;
  const stage = await startStageUnderLoad({
    keeps: 'memory',
    change(document) {
      const { arguments: found } = resourceOf(document, 'aws_lambda_function', 'worker');
      limits = { memoryMb: Number(found['memory_size']), timeoutMs: Number(found['timeout']) * 1000 };
    },
  });
  try {
    if (!limits) throw new Error('the stack was started without a look at its worker');
    const callers = await createCallers(stage.outputs);
    const found: LargeExport[] = [];
    for (const tasks of sizes) found.push(...(await exportProject(stage, callers, tasks, limits)));
    return found;
  } finally {
    await stage.stop();
  }
}

async function exportProject(
  { outputs }: StageUnderLoad,
  { users: [owner] }: Callers,
  tasks: number,
  limits: Limits,
): Promise<readonly LargeExport[]> {
  if (!owner) throw new Error('there is no user');
  const size = { tasks, comments: 0.6, attachments: 0.6, commentLength: 100, isUnlisted: true };
  const random = createRandom(tasks);
  const project = await seedProject({ tableName: outputs.tableName, owner, kind: 'plain', size, random });
  const found: LargeExport[] = [];
  for (const format of formats) found.push(await exportAs(outputs, project, { tasks, format, limits }));
  return found;
}

async function exportAs(
  outputs: StageOutputs,
  project: SeededProject,
  { tasks, format, limits }: { readonly tasks: number; readonly format: Format; readonly limits: Limits },
): Promise<LargeExport> {
  const { taskApi } = urlsOf(outputs);
  const wish = { ...wishFor(project, [], () => 0), format };
  const { accepted } = await startExports(taskApi, [wish]);
  const exportId = accepted[0]?.exportId ?? '';
  await untilSucceeded(`${taskApi}/exports/${exportId}`, project.owner.idToken, limits.timeoutMs);
  const key = `projects/${project.projectId}/exports/${exportId}.${format}`;
  const text = await readObject(outputs, key);
  const parts = Number(/-(\d+)"$/.exec((await exportObjects(outputs)).get(key) ?? '')?.[1] ?? 1);
  const { durationMs, usedMb } = await lastReport();
  const fault = fileFault(text, format, project.rows);
  const bytes = Buffer.byteLength(text);
  return {
    ...{ tasks, format, rows: project.rows.length, bytes, parts, durationMs, usedMb },
    faults: [
      ...(fault === undefined ? [] : [`the export of ${tasks} tasks as ${format} is wrong: ${fault}`]),
      ...(usedMb < limits.memoryMb ? [] : [`it took ${usedMb} MB. Expected: less than ${limits.memoryMb}`]),
      ...(durationMs < limits.timeoutMs ? [] : [`it took ${durationMs} ms. Expected: less than ${limits.timeoutMs}`]),
    ],
  };
}

const pauseMs = 200;

/** @throws {Error} if it has not succeeded when its first try must have ended. */
async function untilSucceeded(url: string, idToken: string, boundMs: number): Promise<void> {
  const until = performance.now() + 2 * boundMs;
  for (;;) {
    const { status, body } = await call(url, { headers: { Authorization: idToken } });
    if (status === 200 && (JSON.parse(body) as { status: string }).status === 'succeeded') return;
    if (performance.now() > until) throw new Error(`the export has not succeeded: ${status} ${body}`);
    await sleep(pauseMs);
  }
}

/** What Lambda said of the worker's last invocation, once it has ended. */
async function lastReport(): Promise<{ durationMs: number; usedMb: number }> {
  await sleep(pauseMs);
  const { events = [] } = await new CloudWatchLogsClient({}).send(
    new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${worker}`, filterPattern: 'REPORT' }),
  );
  const line = events.at(-1)?.message ?? '';
  const [, durationMs, usedMb] = /\tDuration: ([\d.]+) ms.*Max Memory Used: (\d+) MB/.exec(line) ?? [];
  if (usedMb === undefined) throw new Error(`the worker's log has no REPORT line: '${line}'`);
  return { durationMs: Number(durationMs), usedMb: Number(usedMb) };
}
