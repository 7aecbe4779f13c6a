import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { describe, expect, test } from 'vitest';
import { digest } from '../../../src/services/s3/checksums.ts';
import { Bucket, type S3Stage, startS3 } from './s3-stage.ts';

const Key = 'big file';
const fiveMebibytes = 5 * 1024 * 1024;
const firstPart = Buffer.alloc(fiveMebibytes, 'a');
const lastPart = Buffer.from('the end');

async function create({ client }: S3Stage, input: Partial<CreateMultipartUploadCommandInput> = {}) {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...input }));
  return UploadId;
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();

const uploadPart = ({ client }: S3Stage, UploadId: string | undefined, PartNumber: number, Body: Buffer, input = {}) =>
  client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ...input }));

const complete = ({ client }: S3Stage, UploadId: string | undefined, Parts: CompletedPart[], input = {}) =>
  client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...input }));

test('an upload by lib-storage comes back whole, with the tag and checksum of its parts', async () => {
  const stage = await startS3();
  const Body = Buffer.concat([firstPart, lastPart]);
  const upload = new Upload({
    client: stage.client,
    params: { Bucket, Key, Body, ContentType: 'text/plain', Metadata: { owner: 'ada' } },
    partSize: fiveMebibytes,
    queueSize: 2,
  });
  const done = await upload.done();
  const crcs = Buffer.concat([digest('CRC32', firstPart), digest('CRC32', lastPart)]);
  expect(done).toMatchObject({
    ETag: `"${md5(Buffer.concat([md5(firstPart), md5(lastPart)])).toString('hex')}-2"`,
    ChecksumCRC32: `${digest('CRC32', crcs).toString('base64')}-2`,
    ChecksumType: 'COMPOSITE',
    Location: `${stage.origin}/${Bucket}/big%20file`,
  });
  const read = await stage.client.send(new GetObjectCommand({ Bucket, Key }));
  expect(read).toMatchObject({ ContentType: 'text/plain', Metadata: { owner: 'ada' }, ETag: done.ETag });
  expect(Body.equals((await read.Body?.transformToByteArray()) ?? Buffer.alloc(0))).toBe(true);
});

test('parts are listed, page by page, and replaced by number', async () => {
  const stage = await startS3();
  const UploadId = await create(stage);
  await uploadPart(stage, UploadId, 2, Buffer.from('old'));
  const { ETag } = await uploadPart(stage, UploadId, 2, Buffer.from('new'));
  await uploadPart(stage, UploadId, 1, Buffer.from('first'));
  const first = await stage.client.send(new ListPartsCommand({ Bucket, Key, UploadId, MaxParts: 1 }));
  expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1', Parts: [{ PartNumber: 1, Size: 5 }] });
  const PartNumberMarker = first.NextPartNumberMarker;
  const rest = await stage.client.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker }));
  expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 2, Size: 3, ETag }] });
});

test('an upload that is aborted or completed is no more', async () => {
  const stage = await startS3();
  const UploadId = await create(stage);
  await uploadPart(stage, UploadId, 1, lastPart);
  await stage.client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  await expect(uploadPart(stage, UploadId, 1, lastPart)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await expect(stage.client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NotFound' });
});

test('a full-object checksum is computed and compared over the whole', async () => {
  const stage = await startS3();
  const UploadId = await create(stage, { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  const { ETag } = await uploadPart(stage, UploadId, 1, lastPart, { ChecksumAlgorithm: 'CRC32' });
  const Parts = [{ PartNumber: 1, ETag }];
  const wrong = { ChecksumCRC32: 'AAAAAA==', ChecksumType: 'FULL_OBJECT' };
  await expect(complete(stage, UploadId, Parts, wrong)).rejects.toMatchObject({ name: 'BadDigest' });
  expect(await complete(stage, UploadId, Parts)).toMatchObject({
    ChecksumCRC32: digest('CRC32', lastPart).toString('base64'),
    ChecksumType: 'FULL_OBJECT',
  });
});

describe('an upload is not completed', () => {
  async function withTwoParts(): Promise<{ stage: S3Stage; UploadId: string | undefined; Parts: CompletedPart[] }> {
    const stage = await startS3();
    const UploadId = await create(stage, { ChecksumAlgorithm: 'CRC32' });
    const Parts: CompletedPart[] = [];
    for (const PartNumber of [1, 2]) {
      const part = await uploadPart(stage, UploadId, PartNumber, lastPart, { ChecksumAlgorithm: 'CRC32' });
      Parts.push({ PartNumber, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 });
    }
    return { stage, UploadId, Parts };
  }

  test('with a part below 5 MiB that is not the last', async () => {
    const { stage, UploadId, Parts } = await withTwoParts();
    await expect(complete(stage, UploadId, Parts)).rejects.toMatchObject({
      name: 'EntityTooSmall',
      PartNumber: '1',
      MinSizeAllowed: '5242880',
      ProposedSize: '7',
    });
  });

  test('with parts out of order', async () => {
    const { stage, UploadId, Parts } = await withTwoParts();
    await expect(complete(stage, UploadId, Parts.toReversed())).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  });

  test('with a part that never came or came with other bytes', async () => {
    const { stage, UploadId, Parts } = await withTwoParts();
    const missing = { ...Parts[0], PartNumber: 3 };
    const other = { ...Parts[0], ETag: '"0cc175b9c0f1b6a831c399e269772661"' };
    await expect(complete(stage, UploadId, [missing])).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete(stage, UploadId, [other])).rejects.toMatchObject({ name: 'InvalidPart' });
  });

  test('without the checksums that it was begun with', async () => {
    const { stage, UploadId, Parts } = await withTwoParts();
    const bare = Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
    await expect(complete(stage, UploadId, bare)).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('It was missing for part 1 in the request.'),
    });
  });

  test('where an object must not be there and is', async () => {
    const { stage, UploadId, Parts } = await withTwoParts();
    const [first = {}] = Parts;
    const other = await create(stage);
    const { ETag } = await uploadPart(stage, other, 1, lastPart);
    await complete(stage, other, [{ PartNumber: 1, ETag }]);
    await expect(complete(stage, UploadId, [first], { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
  });
});

test('a part needs a number between 1 and 10000, and the checksum of its upload', async () => {
  const stage = await startS3();
  const UploadId = await create(stage, { ChecksumAlgorithm: 'SHA256' });
  await expect(uploadPart(stage, UploadId, 10_001, lastPart)).rejects.toMatchObject({ name: 'InvalidArgument' });
  await expect(uploadPart(stage, UploadId, 1, lastPart, { ChecksumAlgorithm: 'CRC32' })).rejects.toMatchObject({
    message: 'Checksum Type mismatch occurred, expected checksum Type: sha256, actual checksum Type: crc32',
  });
});
