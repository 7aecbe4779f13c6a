import { setTimeout as sleep } from 'node:timers/promises';
import { countStorm } from './ledger.ts';
import { advance, redeliveryMs, untilQuiet } from './quiet.ts';
import type { Run } from './run.ts';
import { startExports } from './start-exports.ts';
import { storedExports } from './state.ts';
import { worker } from './storms.ts';
import { wishFor } from './waves.ts';

/** Receives that a message has. */
const receives = 5;
const exportCount = 3;
/** An export's deadline, and until the sweeper has looked. */
const deadlineMs = 66 * 60_000;
/** How long after its begin the worker is killed: less than its timeout. */
const killAfterMs = 10_000;
const pauseMs = 10;
const name = 'worker killed at every receive';

/**
 * Exports whose worker is killed each time it receives them: no try is left to say that they failed, so
 * that the sweeper does at their deadline.
 */
export async function killAtEveryReceive(run: Run): Promise<void> {
  const { control, outputs, ledger } = run;
  const queueUrl = outputs.exportQueueUrl;
  await run.callers.renewTokens();
  await control.addFault({ target: `lambda:${worker}`, fault: { kind: 'crash', afterMs: killAfterMs } });
  // Longer than all of it, so that no try is done before it is killed.
  await control.addFault({ target: 's3:PutObject', caller: worker, fault: { kind: 'delay', ms: deadlineMs } });
  const exportIds = await startSome(run);
  await untilRunning(run, exportIds);
  for (let receive = 1; receive <= receives; receive += 1) {
    await killWorkers(run);
    await control.advance(redeliveryMs);
  }
  await untilQuiet(control, queueUrl);
  const [crash] = await control.listFaults();
  countStorm(ledger, name, { waves: 1, met: crash?.hits ?? 0 });
  await control.clearFaults();
  await advance(control, queueUrl, deadlineMs);
}

async function startSome({ projects, random, taskApi, ledger }: Run): Promise<readonly string[]> {
  const plain = projects.filter(({ kind }) => kind === 'plain').slice(0, exportCount);
  const { accepted, refused } = await startExports(
    taskApi,
    plain.map((project) => wishFor(project, [name], random)),
  );
  if (refused.length > 0) throw new Error(`${refused.length} exports were refused without a fault. Expected: none`);
  ledger.accepted.push(...accepted);
  return accepted.map(({ exportId }) => exportId);
}

/** From then on the sweeper sends no messages for them. */
async function untilRunning({ outputs }: Run, exportIds: readonly string[]): Promise<void> {
  for (;;) {
    const own = (await storedExports(outputs)).filter(({ exportId }) => exportIds.includes(exportId));
    if (own.every(({ status }) => status === 'running')) return;
    await sleep(pauseMs);
  }
}

/** Those that have not begun are killed once they have. */
async function killWorkers({ control, outputs }: Run): Promise<void> {
  while ((await control.runningInvocations(worker)) > 0) {
    await control.advance(killAfterMs);
    await sleep(pauseMs);
  }
  await untilQuiet(control, outputs.exportQueueUrl);
}
