import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, expect, test } from 'vitest';
import { pollExport } from '../../contracts/polling.ts';
import { buildExportMessage } from '../exports/export-message.ts';
import { type ExportItem, exportItemOf, exportKey, openExportsPartition } from '../exports/export-records.ts';
import { queryDue } from '../shared/query-due.ts';
import { type FaultRule, withFaults } from './control.ts';
import { logDocumentsOf, logOf } from './function-logs.ts';
import { readItem, useFunctionEnvironment } from './in-process.ts';
import { type Cast, createCast } from './people.ts';
import { environment, outputs, problem, type RawAnswer } from './requests.ts';

/** An export is accepted and ends, or is refused and nothing of it remains: whichever service refuses. */

const caller = `gatehouse-${environment}-start-export`;
const sqs = new SQSClient({});

const queueRefuses: FaultRule = {
  target: 'sqs:SendMessage',
  caller,
  fault: { kind: 'error', code: 'OverLimit', status: 403 },
};

/** An error that is not worth a retry, so that nobody waits for one. */
const tableRefuses: FaultRule = {
  target: 'dynamodb:DeleteItem',
  caller,
  fault: { kind: 'error', code: 'AccessDeniedException', status: 400 },
};

let cast: Cast;
beforeAll(async () => {
  useFunctionEnvironment();
  cast = await createCast();
});

const start = (): Promise<RawAnswer> =>
  cast.owner.send('startExport', { path: { projectId: cast.projectId }, body: { format: 'csv' } });

/** Exports of the project that are on their way. */
async function open(): Promise<readonly ExportItem[]> {
  const due = await queryDue(openExportsPartition, new Date(Date.now() + 24 * 3600 * 1000), 1000);
  return due.map(exportItemOf).filter(({ projectId }) => projectId === cast.projectId);
}

const ended = async (exportId: string) => (await pollExport(cast.owner.client, exportId)).status;

test('the queue refuses: 503, and nothing of the export remains', async () => {
  const answer = await withFaults([queueRefuses], start);
  expect(answer).toMatchObject(problem('SERVICE_UNAVAILABLE'));
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await open()).toEqual([]);
});

test('what the queue and the table refuse to take back is accepted: the sweeper sends its message', async () => {
  const answer = await withFaults([queueRefuses, tableRefuses], start);
  expect(answer).toMatchObject({ status: 202, body: { status: 'queued' } });
  expect((await open()).map(({ exportId }) => exportId)).toEqual([answer.body.exportId]);
  await send((await open()).map(buildExportMessage));
  expect(await ended(answer.body.exportId)).toBe('succeeded');
});

test('the queue has taken the message, and its answers are lost', async () => {
  const { status, body } = await withFaults(
    [{ target: 'sqs:SendMessage', caller, fault: { kind: 'crash' } }],
    async () => {
      const answer = await start();
      // The worker has it, or it was taken back before: never both.
      if (answer.status === 202) expect(await ended(answer.body.exportId)).toBe('succeeded');
      return answer;
    },
  );
  if (status !== 202) expect({ status, body }).toMatchObject(problem('SERVICE_UNAVAILABLE'));
  expect(await open()).toEqual([]);
});

test('the table has stored the export, and its answer is lost', async () => {
  const lost: FaultRule = { target: 'dynamodb:PutItem', caller, fault: { kind: 'crash' }, times: 1 };
  const answer = await withFaults([lost], start);
  expect(answer.status).toBe(202);
  expect(await ended(answer.body.exportId)).toBe('succeeded');
});

test('exports of one batch have a log of their own each, and what is no export message is logged', async () => {
  const accepted = await withFaults([queueRefuses, tableRefuses], () => Promise.all([start(), start(), start()]));
  const exportIds = accepted.map(({ body }) => String(body.exportId));
  const items = await Promise.all(exportIds.map((exportId) => readItem(exportKey(exportId))));
  const startsBefore = await starts();
  const messageIds = await send([
    ...items.map((item) => buildExportMessage(exportItemOf(item ?? {}))),
    '{"no": "export"}',
  ]);
  await Promise.all(exportIds.map(ended));
  await expect
    .poll(() => linesOf(messageIds.at(-1)))
    .toEqual([expect.objectContaining({ level: 'ERROR', message: 'not an export message', receives: 1 })]);
  expect((await starts()) - startsBefore).toBeLessThan(messageIds.length);
  for (const [index, exportId] of exportIds.entries()) {
    expect(await linesOf(messageIds[index])).toEqual([
      expect.objectContaining({ message: 'export succeeded', exportId, receives: 1 }),
    ]);
  }
});

async function send(bodies: readonly string[]): Promise<readonly (string | undefined)[]> {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  const { Successful = [] } = await sqs.send(
    new SendMessageBatchCommand({ QueueUrl: outputs.exportQueueUrl, Entries }),
  );
  return Entries.map(({ Id }) => Successful.find((sent) => sent.Id === Id)?.MessageId);
}

const linesOf = async (messageId: string | undefined) =>
  (await logDocumentsOf('export-worker')).filter((line) => line['messageId'] === messageId);

const starts = async () => (await logOf('export-worker')).filter((line) => line.startsWith('START ')).length;
