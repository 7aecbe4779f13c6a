import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadBucketCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { Bucket, region, type S3Stage, startS3 } from './s3-stage.ts';

const put = ({ client }: S3Stage, Key: string, input: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: '0123456789', ...input }));
const get = ({ client }: S3Stage, Key: string, input: Partial<GetObjectCommandInput> = {}) =>
  client.send(new GetObjectCommand({ Bucket, Key, ...input }));
const textOf = async (stage: S3Stage, Key: string, input: Partial<GetObjectCommandInput> = {}) =>
  (await get(stage, Key, input)).Body?.transformToString();

describe('an object', () => {
  test('comes back with its headers, metadata and tag', async () => {
    const stage = await startS3();
    const headers = {
      ContentType: 'text/csv',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment; filename="a.csv"',
      ContentLanguage: 'de',
      Metadata: { owner: 'ada', 'task-id': '7' },
    };
    const stored = await put(stage, 'a.csv', headers);
    expect(stored.ETag).toBe('"781e5e245d69b566979b86e28d23f2c7"');
    const found = await get(stage, 'a.csv');
    expect(await found.Body?.transformToString()).toBe('0123456789');
    expect(found).toMatchObject({
      ...headers,
      ETag: stored.ETag,
      ContentLength: 10,
      AcceptRanges: 'bytes',
      ServerSideEncryption: 'AES256',
      LastModified: new Date(Math.floor(stage.clock.now() / 1000) * 1000),
    });
    const head = await stage.client.send(new HeadObjectCommand({ Bucket, Key: 'a.csv' }));
    expect(head).toMatchObject({ ...headers, ETag: stored.ETag, ContentLength: 10 });
  });

  test('may be any bytes', async () => {
    const stage = await startS3();
    await put(stage, 'a', { Body: new Uint8Array([0, 255]) });
    const found = await get(stage, 'a');
    expect(await found.Body?.transformToByteArray()).toEqual(new Uint8Array([0, 255]));
  });

  test('is replaced by the next one under its key, and gone once deleted', async () => {
    const stage = await startS3();
    await put(stage, 'a', { Metadata: { first: 'yes' } });
    await put(stage, 'a', { Body: 'second' });
    expect((await get(stage, 'a')).Metadata).toEqual({});
    expect(await textOf(stage, 'a')).toBe('second');
    await stage.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await stage.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await expect(get(stage, 'a')).rejects.toBeInstanceOf(NoSuchKey);
  });

  test('survives a restart', async () => {
    const stage = await startS3();
    await put(stage, 'a');
    expect(await textOf(await startS3({ state: stage.state }), 'a')).toBe('0123456789');
  });

  test.each([
    'with space.txt',
    'plus+sign',
    'per%cent',
    'encoded%2Fslash',
    'two//slashes',
    'trailing/',
    'ünïcödé/😀',
    'quote\'s&<amp>"',
    '../up',
    'a=b?c#d',
    './dot',
  ])('may have the key %s', async (Key) => {
    const stage = await startS3();
    await put(stage, Key, { Body: Key });
    expect(await textOf(stage, Key)).toBe(Key);
  });
});

describe('a range', () => {
  test.each([
    { Range: 'bytes=2-4', body: '234', ContentRange: 'bytes 2-4/10' },
    { Range: 'bytes=7-', body: '789', ContentRange: 'bytes 7-9/10' },
    { Range: 'bytes=-3', body: '789', ContentRange: 'bytes 7-9/10' },
    { Range: 'bytes=8-99', body: '89', ContentRange: 'bytes 8-9/10' },
    { Range: 'bytes=-99', body: '0123456789', ContentRange: 'bytes 0-9/10' },
  ])('$Range gives $body', async ({ Range, body, ContentRange }) => {
    const stage = await startS3();
    await put(stage, 'a');
    const found = await get(stage, 'a', { Range });
    expect(found).toMatchObject({ ContentRange, ContentLength: body.length, $metadata: { httpStatusCode: 206 } });
    expect(await found.Body?.transformToString()).toBe(body);
  });

  test.each(['bytes=1-2,4-5', 'lines=1-2', 'bytes=4-2'])('%s is ignored', async (Range) => {
    const stage = await startS3();
    await put(stage, 'a');
    const found = await get(stage, 'a', { Range });
    expect(found.$metadata.httpStatusCode).toBe(200);
    expect(await found.Body?.transformToString()).toBe('0123456789');
  });

  test.each(['bytes=10-', 'bytes=-0'])('%s is not satisfiable', async (Range) => {
    const stage = await startS3();
    await put(stage, 'a');
    await expect(get(stage, 'a', { Range })).rejects.toMatchObject({
      name: 'InvalidRange',
      message: 'The requested range is not satisfiable',
      $metadata: { httpStatusCode: 416 },
      ActualObjectSize: '10',
    });
  });
});

describe('a conditional read', () => {
  const past = () => new Date(Date.now() - 60_000);
  const future = () => new Date(Date.now() + 60_000);
  test.each([
    { why: 'IfMatch of another tag', input: { IfMatch: '"x"' }, status: 412 },
    { why: 'IfNoneMatch of the tag', input: { IfNoneMatch: '"781e5e245d69b566979b86e28d23f2c7"' }, status: 304 },
    { why: 'IfModifiedSince after the change', input: { IfModifiedSince: future() }, status: 304 },
    { why: 'IfUnmodifiedSince before the change', input: { IfUnmodifiedSince: past() }, status: 412 },
  ])('with $why is $status', async ({ input, status }) => {
    const stage = await startS3();
    await put(stage, 'a');
    await expect(get(stage, 'a', input)).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
  });

  test.each([
    { why: 'the tag', input: { IfMatch: '"781e5e245d69b566979b86e28d23f2c7"', IfUnmodifiedSince: past() } },
    { why: 'the tag without quotes', input: { IfMatch: '781e5e245d69b566979b86e28d23f2c7' } },
    { why: 'another tag', input: { IfNoneMatch: '"x"', IfModifiedSince: future() } },
    { why: 'a date before the change', input: { IfModifiedSince: past() } },
  ])('with $why is answered', async ({ input }) => {
    const stage = await startS3();
    await put(stage, 'a');
    expect(await textOf(stage, 'a', input)).toBe('0123456789');
  });
});

describe('a conditional write', () => {
  test('makes an object only where there is none', async () => {
    const stage = await startS3();
    await put(stage, 'a', { IfNoneMatch: '*' });
    await expect(put(stage, 'a', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
      Condition: 'If-None-Match',
    });
  });

  test('replaces only the object it names', async () => {
    const stage = await startS3();
    await expect(put(stage, 'a', { IfMatch: '"x"' })).rejects.toMatchObject({ name: 'NoSuchKey' });
    const { ETag } = await put(stage, 'a');
    await expect(put(stage, 'a', { IfMatch: '"x"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await put(stage, 'a', { IfMatch: ETag, Body: 'second' });
    expect(await textOf(stage, 'a')).toBe('second');
  });
});

test('the query of a read sets headers of its answer', async () => {
  const stage = await startS3();
  await put(stage, 'a', { ContentType: 'text/csv' });
  const found = await get(stage, 'a', {
    ResponseContentType: 'text/plain',
    ResponseContentDisposition: 'attachment; filename="größe.csv"',
  });
  expect(found.ContentType).toBe('text/plain');
  expect(Buffer.from(found.ContentDisposition ?? '', 'latin1').toString('utf8')).toBe(
    'attachment; filename="größe.csv"',
  );
});

describe('a copy', () => {
  const copy = ({ client }: S3Stage, input: object = {}) =>
    client.send(
      new CopyObjectCommand({ Bucket: 'exports', Key: 'copy', CopySource: `${Bucket}/from%20here`, ...input }),
    );

  test('has content, headers and metadata of its source', async () => {
    const stage = await startS3();
    const { ETag } = await put(stage, 'from here', { ContentType: 'text/csv', Metadata: { owner: 'ada' } });
    expect((await copy(stage)).CopyObjectResult).toMatchObject({ ETag });
    const found = await get(stage, 'copy', { Bucket: 'exports' });
    expect(found).toMatchObject({ ContentType: 'text/csv', Metadata: { owner: 'ada' } });
    expect(await found.Body?.transformToString()).toBe('0123456789');
  });

  test('may have metadata of its own', async () => {
    const stage = await startS3();
    await put(stage, 'from here', { ContentType: 'text/csv', Metadata: { owner: 'ada' } });
    await copy(stage, { MetadataDirective: 'REPLACE', Metadata: { owner: 'bob' } });
    const found = await get(stage, 'copy', { Bucket: 'exports' });
    expect(found).toMatchObject({ ContentType: 'binary/octet-stream', Metadata: { owner: 'bob' } });
  });

  test('of nothing, or of an object to itself, is refused', async () => {
    const stage = await startS3();
    await expect(copy(stage)).rejects.toMatchObject({ name: 'NoSuchKey' });
    await put(stage, 'from here');
    const itself = { Bucket, Key: 'from here' };
    await expect(copy(stage, itself)).rejects.toMatchObject({ name: 'InvalidRequest' });
    await copy(stage, { ...itself, MetadataDirective: 'REPLACE' });
  });

  // Recorded from AWS: LocalStack's test_s3_copy_object_preconditions.
  test.each([
    { input: { CopySourceIfMatch: '"x"' }, Condition: 'x-amz-copy-source-If-Match' },
    {
      input: { CopySourceIfNoneMatch: '781e5e245d69b566979b86e28d23f2c7' },
      Condition: 'x-amz-copy-source-If-None-Match',
    },
    {
      input: { CopySourceIfUnmodifiedSince: new Date(Date.now() - 60_000) },
      Condition: 'x-amz-copy-source-If-Unmodified-Since',
    },
  ])('fails at $Condition', async ({ input, Condition }) => {
    const stage = await startS3();
    await put(stage, 'from here');
    await expect(copy(stage, input)).rejects.toMatchObject({ name: 'PreconditionFailed', Condition });
  });

  test('ignores a date in the future', async () => {
    const stage = await startS3();
    await put(stage, 'from here');
    await copy(stage, { CopySourceIfModifiedSince: new Date(Date.now() + 60_000) });
  });
});

describe('deleting several objects', () => {
  const remove = ({ client }: S3Stage, keys: readonly string[], Quiet = false) =>
    client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet } }));

  test('tells each key, those that were not there too', async () => {
    const stage = await startS3();
    await put(stage, 'a & <b>');
    const { Deleted } = await remove(stage, ['a & <b>', 'ü\u0001']);
    expect(Deleted).toEqual([{ Key: 'a & <b>' }, { Key: 'ü\u0001' }]);
    await expect(get(stage, 'a & <b>')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('is silent when it is told to be', async () => {
    expect((await remove(await startS3(), ['a'], true)).Deleted).toBeUndefined();
  });

  test('refuses more than 1000', async () => {
    const keys = Array.from({ length: 1001 }, (_, index) => String(index));
    await expect(remove(await startS3(), keys)).rejects.toMatchObject({ name: 'MalformedXML' });
  });
});

describe('what is not there', () => {
  test('is told by its name', async () => {
    const stage = await startS3();
    await expect(get(stage, 'a')).rejects.toMatchObject({
      name: 'NoSuchKey',
      message: 'The specified key does not exist.',
      Key: 'a',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(get(stage, 'a', { Bucket: 'nowhere' })).rejects.toMatchObject({
      name: 'NoSuchBucket',
      BucketName: 'nowhere',
    });
    await expect(stage.client.send(new HeadObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

test('a bucket tells its region', async () => {
  const { client } = await startS3();
  expect((await client.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe(region);
  expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBe(region);
  await expect(client.send(new HeadBucketCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({ name: 'NotFound' });
});

describe('what the stage does not do is refused, not ignored', () => {
  test.each([
    { why: 'another encryption', input: { ServerSideEncryption: 'aws:kms' as const }, name: 'NotImplemented' },
    { why: 'tags', input: { Tagging: 'a=b' }, name: 'NotImplemented' },
    { why: 'a storage class', input: { StorageClass: 'GLACIER' as const }, name: 'NotImplemented' },
    { why: 'an access control list', input: { ACL: 'public-read' as const }, name: 'AccessControlListNotSupported' },
    { why: "another owner's bucket", input: { ExpectedBucketOwner: '999999999999' }, name: 'AccessDenied' },
    { why: 'a key above 1024 bytes', input: { Key: 'ü'.repeat(513) }, name: 'KeyTooLongError' },
    { why: 'metadata above 2 KB', input: { Metadata: { a: 'x'.repeat(2048) } }, name: 'MetadataTooLarge' },
  ])('$why', async ({ input, name }) => {
    await expect(put(await startS3(), 'a', input)).rejects.toMatchObject({ name });
  });

  test('a version', async () => {
    await expect(get(await startS3(), 'a', { VersionId: 'v1' })).rejects.toMatchObject({ name: 'NotImplemented' });
  });
});
