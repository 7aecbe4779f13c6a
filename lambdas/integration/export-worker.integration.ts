import { beforeAll, describe, expect, test } from 'vitest';
import { buildExportMessage } from '../exports/export-message.ts';
import { type ExportItem, exportKey, failedExportsPartition, openExportsPartition } from '../exports/export-records.ts';
import { sweepExports } from '../exports/export-sweep.ts';
import { handler as work } from '../exports/export-worker.ts';
import { systemClock } from '../shared/clock.ts';
import { newId } from '../shared/identifiers.ts';
import { context, readItem, sqsEvent, useFunctionEnvironment, writeItem } from './in-process.ts';
import { type Cast, createCast, nobodysId } from './people.ts';
import { outputs } from './requests.ts';

let cast: Cast;
beforeAll(async () => {
  useFunctionEnvironment();
  cast = await createCast();
});

const hourMs = 60 * 60 * 1000;
const at = (ms: number) => new Date(Date.now() + ms);

/** An export as `startExport` stores it, without a message. */
async function stored(changes: Partial<ExportItem> = {}): Promise<ExportItem> {
  const exportId = newId(systemClock);
  const item: ExportItem = {
    exportId,
    projectId: cast.projectId,
    requestedBy: cast.owner.userId,
    format: 'csv',
    status: 'queued',
    createdAt: at(0).toISOString(),
    deadlineAt: at(hourMs).toISOString(),
    expiresAt: Math.floor(Date.now() / 1000) + 3600,
    gsi1pk: openExportsPartition,
    gsi1sk: `${at(2 * 60_000).toISOString()}#${exportId}`,
    ...changes,
  };
  await writeItem({ ...exportKey(exportId), ...item });
  return item;
}

const read = async ({ exportId }: ExportItem) => (await readItem(exportKey(exportId))) as unknown as ExportItem;
const noBucket = () => useFunctionEnvironment({ EXPORTS_BUCKET: `${outputs.exportsBucket}-that-is-not-there` });

describe('the worker', () => {
  test('writes the file once, however often the message comes', async () => {
    const item = await stored();
    const event = sqsEvent([buildExportMessage(item), buildExportMessage(item)]);
    expect(await work(event, context)).toEqual({ batchItemFailures: [] });
    const ended = await read(item);
    expect(ended.status).toBe('succeeded');
    expect(ended).not.toHaveProperty('gsi1pk');
    expect(await work(event, context)).toEqual({ batchItemFailures: [] });
    expect(await read(item)).toEqual(ended);
  });

  test('goes on with an export whose last try was broken off', async () => {
    const item = await stored({ status: 'running' });
    await work(sqsEvent([buildExportMessage(item)]), context);
    expect((await read(item)).status).toBe('succeeded');
  });

  test('gives back what failed, and only that', async () => {
    const good = await stored();
    const { batchItemFailures } = await work(sqsEvent(['{', buildExportMessage(good)]), context);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'message-0' }]);
    expect((await read(good)).status).toBe('succeeded');
  });

  test('tries five times; then the export has failed and its message goes to the dead-letter queue', async () => {
    const item = await stored();
    const message = buildExportMessage(item);
    noBucket();
    for (const receives of [1, 2, 3, 4]) {
      expect((await work(sqsEvent([message], receives), context)).batchItemFailures).toHaveLength(1);
      expect((await read(item)).status).toBe('running');
    }
    expect((await work(sqsEvent([message], 5), context)).batchItemFailures).toHaveLength(1);
    useFunctionEnvironment();
    expect(await read(item)).toMatchObject({
      status: 'failed',
      failureReason: 'The export could not be written',
      gsi1pk: failedExportsPartition,
    });
    expect(await work(sqsEvent([message]), context)).toEqual({ batchItemFailures: [] });
    expect((await read(item)).status).toBe('failed');
  });

  test('fails the export of a project that is gone at once, for good', async () => {
    const item = await stored({ projectId: nobodysId });
    expect(await work(sqsEvent([buildExportMessage(item)]), context)).toEqual({ batchItemFailures: [] });
    const ended = await read(item);
    expect(ended).toMatchObject({ status: 'failed', failureReason: 'The project was deleted' });
    expect(ended).not.toHaveProperty('gsi1pk');
  });
});

describe('the sweeper', () => {
  const sweepAt = (now: Date) => sweepExports({ now: () => now });

  test('queues again what was stored and never sent', async () => {
    const item = await stored();
    await sweepAt(at(60_000));
    expect((await read(item)).gsi1sk).toBe(item.gsi1sk);
    await sweepAt(at(3 * 60_000));
    await expect.poll(async () => (await read(item)).status, { timeout: 10_000 }).toBe('succeeded');
  });

  test('looks at what runs when its deadline has come, and fails it then', async () => {
    const item = await stored({ status: 'running' });
    await sweepAt(at(3 * 60_000));
    expect(await read(item)).toMatchObject({ status: 'running', gsi1sk: `${item.deadlineAt}#${item.exportId}` });
    await sweepAt(at(hourMs + 60_000));
    expect(await read(item)).toMatchObject({
      status: 'failed',
      failureReason: 'The export took too long',
      gsi1pk: failedExportsPartition,
    });
  });
});
