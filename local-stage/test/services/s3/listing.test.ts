import { ListObjectsV2Command, type ListObjectsV2CommandInput, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { Bucket, type S3Stage, startS3 } from './s3-stage.ts';

async function withKeys(...keys: string[]): Promise<S3Stage> {
  const stage = await startS3();
  for (const Key of keys) await stage.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  return stage;
}

async function list({ client }: S3Stage, input: Partial<ListObjectsV2CommandInput> = {}) {
  const answer = await client.send(new ListObjectsV2Command({ Bucket, ...input }));
  return {
    ...answer,
    keys: answer.Contents?.map(({ Key }) => Key) ?? [],
    prefixes: answer.CommonPrefixes?.map(({ Prefix }) => Prefix) ?? [],
  };
}

/** Every page of a listing, each as its objects and then its prefixes. */
async function pages(stage: S3Stage, input: Partial<ListObjectsV2CommandInput>): Promise<(string | undefined)[][]> {
  const all: (string | undefined)[][] = [];
  let ContinuationToken: string | undefined;
  do {
    const page = await list(stage, { ...input, ...(ContinuationToken !== undefined && { ContinuationToken }) });
    all.push([...page.keys, ...page.prefixes]);
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  return all;
}

test('a listing describes each object', async () => {
  const stage = await withKeys('a');
  const answer = await list(stage, { FetchOwner: true });
  expect(answer).toMatchObject({ Name: Bucket, KeyCount: 1, MaxKeys: 1000, IsTruncated: false, Prefix: '' });
  expect(answer.Contents).toEqual([
    {
      Key: 'a',
      Size: 1,
      ETag: '"0cc175b9c0f1b6a831c399e269772661"',
      LastModified: new Date(Math.floor(stage.clock.now() / 1000) * 1000),
      ChecksumAlgorithm: ['CRC32'],
      ChecksumType: 'FULL_OBJECT',
      Owner: { ID: '123456789012' },
      StorageClass: 'STANDARD',
    },
  ]);
});

test('keys are listed in the order of their UTF-8 bytes', async () => {
  // U+FF5E comes before U+1F600 in UTF-8, behind it in UTF-16.
  const stage = await withKeys('\u{1f600}', 'b', 'B', '\uff5e', 'a/b', 'a!');
  expect((await list(stage)).keys).toEqual(['B', 'a!', 'a/b', 'b', '\uff5e', '\u{1f600}']);
});

describe('a delimiter', () => {
  const keys = ['a.txt', 'p/1', 'p/2', 'p/q/3', 'p0', 'z/9'];

  test('groups what is below the prefix', async () => {
    const stage = await withKeys(...keys);
    expect(await list(stage, { Delimiter: '/' })).toMatchObject({
      keys: ['a.txt', 'p0'],
      prefixes: ['p/', 'z/'],
      KeyCount: 4,
      Delimiter: '/',
    });
    expect(await list(stage, { Delimiter: '/', Prefix: 'p/' })).toMatchObject({
      keys: ['p/1', 'p/2'],
      prefixes: ['p/q/'],
    });
    expect(await list(stage, { Prefix: 'p' })).toMatchObject({ keys: ['p/1', 'p/2', 'p/q/3', 'p0'], prefixes: [] });
  });

  test('counts a group as one, and no page repeats it', async () => {
    const stage = await withKeys(...keys);
    expect(await pages(stage, { Delimiter: '/', MaxKeys: 1 })).toEqual([['a.txt'], ['p/'], ['p0'], ['z/']]);
  });
});

test('pages hold what they are told to hold', async () => {
  const stage = await withKeys('a', 'b', 'c', 'd', 'e');
  expect(await pages(stage, { MaxKeys: 2 })).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(await pages(stage, { MaxKeys: 5 })).toEqual([['a', 'b', 'c', 'd', 'e']]);
  expect(await pages(stage, { MaxKeys: 0 })).toEqual([[]]);
});

test('a listing starts behind a key', async () => {
  const stage = await withKeys('a', 'b', 'c');
  expect(await list(stage, { StartAfter: 'a' })).toMatchObject({ keys: ['b', 'c'], StartAfter: 'a' });
  expect((await list(stage, { StartAfter: 'bb', Prefix: 'c' })).keys).toEqual(['c']);
});

test('keys come URL-encoded to who asks for that', async () => {
  const stage = await withKeys('a b/ü+');
  expect((await list(stage, { EncodingType: 'url' })).keys).toEqual(['a+b/%C3%BC%2B']);
  expect((await list(stage)).keys).toEqual(['a b/ü+']);
});

test.each([
  { input: { ContinuationToken: 'garbage' }, message: 'The continuation token provided is incorrect' },
  { input: { MaxKeys: -1 }, message: 'Provided max-keys not an integer or within integer range' },
])('$input is refused', async ({ input, message }) => {
  await expect(list(await startS3(), input)).rejects.toMatchObject({ name: 'InvalidArgument', message });
});
