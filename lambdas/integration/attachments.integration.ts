import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Shape } from '../../contracts/operation-types.ts';
import { attachmentKey } from '../attachments/attachment-records.ts';
import { type Cast, createCast, nobodysId } from './people.ts';
import { outputs, problem, withoutModel } from './requests.ts';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const newTask = async () => {
  const { body } = await cast.owner.client.createTask({ path: { projectId: cast.projectId }, body: { title: 'T' } });
  return { taskId: body.taskId };
};

const bytes = Buffer.from('what the moon is made of');
const file = { fileName: 'Käse "fresh".txt', contentType: 'text/plain', sizeBytes: bytes.length };

const announce = async (path: { readonly taskId: string }, changes: object = {}) =>
  (await cast.member.client.createAttachment({ path, body: { ...file, ...changes } })).body;

type Upload = Shape<'AttachmentUpload'>['upload'];

async function put({ url, headers }: Upload, body: Buffer, changes: Record<string, string> = {}): Promise<number> {
  // Node's fetch counts the body's bytes itself, as browsers do.
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'Content-Type': headers['Content-Type'], ...changes },
    body: new Uint8Array(body),
  });
  await response.arrayBuffer();
  return response.status;
}

describe('createAttachment and its upload', () => {
  test('a file that arrives is in listAttachments, and downloads as it was', async () => {
    const path = await newTask();
    const { attachmentId, upload } = await announce(path);
    expect((await cast.owner.client.listAttachments({ path })).body.items).toEqual([]);
    expect(await put(upload, bytes)).toBe(200);
    const { items } = (await cast.owner.client.listAttachments({ path })).body;
    expect(items).toEqual([
      {
        ...file,
        ...path,
        attachmentId,
        uploadedBy: cast.member.userId,
        createdAt: expect.any(String),
        download: { url: expect.any(String), expiresAt: expect.any(String) },
      },
    ]);
    const download = await fetch(items[0]?.download.url ?? '');
    expect(Buffer.from(await download.arrayBuffer())).toEqual(bytes);
    expect(download.headers.get('content-type')).toBe('text/plain');
    expect(download.headers.get('content-disposition')).toBe(
      `attachment; filename="K_se _fresh_.txt"; filename*=UTF-8''K%C3%A4se%20%22fresh%22.txt`,
    );
  });

  test('the upload is good for this size, this type and this key only', async () => {
    const path = await newTask();
    const { upload } = await announce(path);
    const { upload: other } = await announce(path);
    expect(await put(upload, Buffer.concat([bytes, bytes]))).toBe(403);
    expect(await put(upload, bytes.subarray(1))).toBe(403);
    expect(await put(upload, bytes, { 'Content-Type': 'text/html' })).toBe(403);
    const elsewhere = new URL(upload.url);
    elsewhere.pathname = new URL(other.url).pathname;
    expect(await put({ ...upload, url: elsewhere.href }, bytes)).toBe(403);
    expect((await cast.owner.client.listAttachments({ path })).body.items).toEqual([]);
    expect(await put(upload, bytes)).toBe(200);
  });

  test('is for members', async () => {
    const path = await newTask();
    expect(await cast.stranger.send('createAttachment', { path, body: file })).toMatchObject(problem('NOT_FOUND'));
    expect(await cast.owner.send('createAttachment', { path: { taskId: nobodysId }, body: file })).toMatchObject(
      problem('NOT_FOUND'),
    );
  });

  test('refuses bad input', async () => {
    const path = await newTask();
    for (const change of [
      { fileName: '' },
      { fileName: '..' },
      { fileName: 'a/b' },
      { fileName: 'a\u0000b' },
      { contentType: 'text' },
      { contentType: 'text/html; charset=utf-8' },
      { sizeBytes: 0 },
      { sizeBytes: 1.5 },
      { sizeBytes: 25_000_001 },
      { key: 'x' },
    ]) {
      const body = { ...file, ...change };
      expect(await cast.owner.send('createAttachment', { path, body })).toMatchObject({ status: 400 });
      expect(await cast.owner.send('createAttachment', { path, body, headers: withoutModel })).toMatchObject(
        problem('VALIDATION_FAILED'),
      );
    }
    expect(await cast.owner.send('createAttachment', { path, body: 'x', headers: withoutModel })).toMatchObject(
      problem('INVALID_JSON'),
    );
    expect(await cast.owner.send('createAttachment', { path: { taskId: 'x' }, body: file })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
    const once = { path, headers: { 'Idempotency-Key': `key-${Math.random()}` }, body: file };
    const first = await cast.owner.send('createAttachment', once);
    expect((await cast.owner.send('createAttachment', once)).body).toEqual(first.body);
    expect(await cast.owner.send('createAttachment', { ...once, body: { ...file, sizeBytes: 1 } })).toMatchObject(
      problem('IDEMPOTENCY_MISMATCH'),
    );
  });

  test('stops at the limit of a task', async () => {
    const path = await newTask();
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    for (let start = 0; start < 100; start += 25) {
      const puts = Array.from({ length: 25 }, (_, index) => ({
        PutRequest: { Item: { ...attachmentKey(cast.projectId, path.taskId, String(start + index).padStart(3, '0')) } },
      }));
      await documents.send(new BatchWriteCommand({ RequestItems: { [outputs.tableName]: puts } }));
    }
    expect(await cast.member.send('createAttachment', { path, body: file })).toMatchObject(problem('LIMIT_REACHED'));
  });
});

describe('listAttachments', () => {
  test('pages, and is for members', async () => {
    const path = await newTask();
    const ids: string[] = [];
    for (const fileName of ['1', '2', '3']) {
      const { attachmentId, upload } = await announce(path, { fileName });
      await put(upload, bytes);
      ids.push(attachmentId);
    }
    const first = await cast.owner.send('listAttachments', { path, query: { limit: '2' } });
    expect(first.status).toBe(200);
    expect(first.body.items.map((item: { attachmentId: string }) => item.attachmentId)).toEqual(ids.slice(0, 2));
    const second = await cast.owner.client.listAttachments({ path, query: { cursor: first.body.nextCursor } });
    expect(second.body.items.map(({ attachmentId }) => attachmentId)).toEqual(ids.slice(2));
    expect(await cast.owner.send('listAttachments', { path, query: { cursor: 'x' } })).toMatchObject(
      problem('INVALID_CURSOR'),
    );
    expect(await cast.owner.send('listAttachments', { path, query: { limit: '0' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
    expect(await cast.stranger.send('listAttachments', { path })).toMatchObject(problem('NOT_FOUND'));
  });
});

describe('deleteAttachment', () => {
  test('removes the file; an upload that is still good brings nothing back into the list', async () => {
    const path = await newTask();
    const { attachmentId, upload } = await announce(path);
    await put(upload, bytes);
    const [{ download } = { download: { url: '' } }] = (await cast.owner.client.listAttachments({ path })).body.items;
    const of = { path: { ...path, attachmentId } };
    expect(await cast.stranger.send('deleteAttachment', of)).toMatchObject(problem('NOT_FOUND'));
    expect(await cast.owner.send('deleteAttachment', of)).toMatchObject({ status: 204 });
    expect((await fetch(download.url)).status).toBe(404);
    expect(await cast.owner.send('deleteAttachment', of)).toMatchObject(problem('NOT_FOUND'));
    expect(await put(upload, bytes)).toBe(200);
    expect((await cast.owner.client.listAttachments({ path })).body.items).toEqual([]);
    expect(await cast.owner.send('deleteAttachment', { path: { ...path, attachmentId: 'x' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
  });
});
