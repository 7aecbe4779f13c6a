import { expect, test } from 'vitest';
import { uploadSeconds } from '../attachments/attachment-files.ts';
import { sweepDelaySeconds, tombstoneOf } from './tombstones.ts';

const now = new Date('2026-01-01T00:00:00.000Z');

test('a tombstone is in the project, and due for the sweep after the delay', () => {
  expect(tombstoneOf({ what: 'task', projectId: 'P', taskId: 'T' }, now)).toEqual({
    pk: 'PROJECT#P',
    sk: 'DELETED#TASK#T',
    gsi1pk: 'DELETIONS',
    gsi1sk: '2026-01-01T00:15:00.000Z#TASK#T',
    what: 'task',
    projectId: 'P',
    taskId: 'T',
  });
});

test('each deletion has a tombstone of its own', () => {
  const of = { projectId: 'P', taskId: 'T' };
  const sortKeys = [
    tombstoneOf({ what: 'project', projectId: 'P' }, now),
    tombstoneOf({ what: 'task', ...of }, now),
    tombstoneOf({ what: 'attachment', ...of, attachmentId: 'A' }, now),
    tombstoneOf({ what: 'attachment', ...of, attachmentId: 'B' }, now),
  ].map(({ sk }) => sk);
  expect(new Set(sortKeys).size).toBe(4);
});

test('the sweep waits longer than an upload is good for', () => {
  expect(sweepDelaySeconds).toBeGreaterThan(uploadSeconds);
});
