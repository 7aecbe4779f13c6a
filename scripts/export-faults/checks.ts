import { bodiesIn, messagesIn } from '../long-run/queues.ts';
import type { AcceptedExport } from './ledger.ts';
import { fileFault } from './rows.ts';
import type { Run } from './run.ts';
import { exportObjects, readObject, type StoredExport, storedExports } from './state.ts';

/** Looks at everything that a run has left: exports, files and messages. @returns what is wrong */
export async function checkRun(run: Run): Promise<readonly string[]> {
  const { outputs, ledger } = run;
  const stored = new Map((await storedExports(outputs)).map((item) => [item.exportId, item]));
  const accepted = new Set(ledger.accepted.map(({ exportId }) => exportId));
  const ghosts = [...stored.keys()].filter((exportId) => !accepted.has(exportId));
  return [
    ...(accepted.size === ledger.accepted.length ? [] : ['two requests were given the same export']),
    ...ghosts.map((exportId) => `the export ${exportId} was refused and is there. Expected: nothing of it`),
    ...ledger.accepted.flatMap((wanted) => statusFaults(wanted, stored.get(wanted.exportId))),
    ...(await fileFaults(run)),
    ...(await queueFaults(run)),
  ];
}

/** It has ended, as the callers of succeeded and failed ones are told, and the index lists just those to redrive. */
function statusFaults(wanted: AcceptedExport, stored: StoredExport | undefined): readonly string[] {
  const who = `the export ${wanted.exportId} (${wanted.storms.join(', ') || 'calm'})`;
  switch (stored?.status) {
    case 'succeeded':
      wanted.outcome ??= 'succeeded';
      return stored.gsi1pk === undefined && stored.failureReason === undefined
        ? []
        : [`${who} has succeeded and is still listed. Expected: nothing left to do`];
    case 'failed':
      if (wanted.redriven) return [`${who} has failed after its redrive: ${stored.failureReason}`];
      wanted.outcome ??= 'failed';
      return stored.failureReason && stored.gsi1pk === 'EXPORTS#failed'
        ? []
        : [`${who} has failed: reason '${stored.failureReason}', listed in ${stored.gsi1pk}. Expected: both`];
    default:
      return [`${who} is ${stored?.status ?? 'gone'}. Expected: succeeded or failed`];
  }
}

const fileOf = ({ project, exportId, format }: AcceptedExport) =>
  `projects/${project.projectId}/exports/${exportId}.${format}`;

/** One right file for each that succeeded, and no other: of a failed one there may be what its last try wrote. */
async function fileFaults({ outputs, ledger }: Run): Promise<readonly string[]> {
  const found = await exportObjects(outputs);
  const faults: string[] = [];
  /** Files of the same project and format that have the same bytes are looked at once. */
  const looked = new Map<string, string | undefined>();
  for (const accepted of ledger.accepted.filter(isSucceeded)) {
    const key = fileOf(accepted);
    const tag = found.get(key);
    if (tag === undefined) {
      faults.push(`the export ${accepted.exportId} has succeeded and has no file`);
      continue;
    }
    const sameFile = `${accepted.project.projectId} ${accepted.format} ${tag}`;
    if (!looked.has(sameFile)) {
      looked.set(sameFile, fileFault(await readObject(outputs, key), accepted.format, accepted.project.rows));
    }
    const fault = looked.get(sameFile);
    if (fault !== undefined) faults.push(`the file ${key} is wrong: ${fault}`);
  }
  const known = new Set(ledger.accepted.map(fileOf));
  const strange = [...found.keys()].filter((key) => !known.has(key));
  return [...faults, ...strange.map((key) => `the object ${key} is no accepted export's`)];
}

const isSucceeded = ({ outcome, redriven }: AcceptedExport) => outcome === 'succeeded' || redriven;

/** Nothing waits, and the dead letters are the messages that are none and those of failed exports. */
async function queueFaults({ outputs, ledger }: Run): Promise<readonly string[]> {
  const waiting = await messagesIn(outputs.exportQueueUrl);
  const dead = await bodiesIn(outputs.exportDeadLetterQueueUrl);
  const failed = ledger.accepted.filter((accepted) => !isSucceeded(accepted));
  const lettersOf = ({ exportId }: AcceptedExport) => dead.filter((body) => body.includes(exportId)).length;
  const accounted = failed.reduce((total, accepted) => total + lettersOf(accepted), 0) + ledger.garbage.length;
  return [
    ...(waiting === 0 ? [] : [`${waiting} messages are left in the export queue. Expected: none`]),
    ...ledger.garbage
      .filter((body) => dead.filter((other) => other === body).length !== 1)
      .map((body) => `the message '${body}' is not in the dead-letter queue once`),
    ...failed
      .filter((accepted) => lettersOf(accepted) === 0)
      .map(({ exportId }) => `the failed export ${exportId} has no dead letter`),
    ...(accounted === dead.length
      ? []
      : [`${dead.length} messages are in the dead-letter queue. Expected: ${accounted}, those of failed exports`]),
  ];
}
