import { setTimeout as sleep } from 'node:timers/promises';
import { awsSignature } from '../../contracts/smoke/signing.ts';
import { call } from '../long-run/requests.ts';
import { advance } from './quiet.ts';
import type { Run } from './run.ts';

/** Longer than the dead letters are hidden for whoever has looked at them. */
const hiddenMs = 601_000;
/** Longer than until the sweeper has sent the message of a queued export. */
const resendMs = 8 * 60_000;
const pauseMs = 50;

/** Mends what made exports fail and tries them again, as an operator does. */
export async function redriveAll(run: Run): Promise<void> {
  const { control, outputs, projects, ledger } = run;
  await Promise.all(projects.filter(({ kind }) => kind === 'poison').map((project) => project.mend()));
  await advance(control, outputs.exportQueueUrl, hiddenMs);
  const failed = ledger.accepted.filter(({ outcome }) => outcome === 'failed');
  let queued = 0;
  for (let more = true; more; ) {
    const answer = await redrive(run);
    queued += answer.exportsQueued;
    more = answer.more;
  }
  if (queued !== failed.length) {
    throw new Error(`the redrives queued ${queued} exports. Expected: ${failed.length}, those that have failed`);
  }
  await advance(control, outputs.exportQueueUrl, resendMs);
  for (const accepted of failed) accepted.redriven = true;
}

/** Waits for the messages of the redrive before. */
async function redrive({ outputs, publicApi, control }: Run): Promise<{ exportsQueued: number; more: boolean }> {
  const url = new URL(`${publicApi}/operations/export-redrives`);
  for (;;) {
    const signed = await awsSignature(outputs, { method: 'POST', url, body: '{}' }, { at: await control.now() });
    const { status, body } = await call(url.href, { method: 'POST', headers: signed, body: '{}' });
    const answer = JSON.parse(body) as { exportsQueued: number; more: boolean; code?: string };
    if (status === 202) return answer;
    if (answer.code !== 'REDRIVE_IN_PROGRESS') throw new Error(`the redrive was answered ${status}: ${body}`);
    await sleep(pauseMs);
  }
}
