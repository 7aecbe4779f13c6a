import { Readable } from 'node:stream';
import {
  ChecksumAlgorithm,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { checksumAlgorithms, digest } from '../../../src/services/s3/checksums.ts';
import { Bucket, type S3Stage, startS3 } from './s3-stage.ts';

const Key = 'a';
const put = ({ client }: S3Stage, input: Partial<PutObjectCommandInput> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body: 'body', ...input }));

// The check values of "123456789" in the catalogue of parametrised CRC algorithms, and FIPS 180-4's digests of it.
test.each([
  { algorithm: 'CRC32', hex: 'cbf43926' },
  { algorithm: 'CRC32C', hex: 'e3069283' },
  { algorithm: 'CRC64NVME', hex: 'ae8b14860a799888' },
  { algorithm: 'SHA1', hex: 'f7c3bc1d808e04732adf679965ccc34ca7ae3441' },
  { algorithm: 'SHA256', hex: '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225' },
] as const)('$algorithm of the check text', ({ algorithm, hex }) => {
  expect(digest(algorithm, Buffer.from('123456789')).toString('hex')).toBe(hex);
});

// The SDK has CRC-64/NVME only with a package of its own.
test.each(checksumAlgorithms.filter((name) => name !== 'CRC64NVME'))(
  'an upload with %s keeps it, and a read with it holds',
  async (algorithm) => {
    const stage = await startS3();
    const stored = await put(stage, { ChecksumAlgorithm: algorithm });
    const value = digest(algorithm, Buffer.from('body')).toString('base64');
    expect(stored).toMatchObject({ [`Checksum${algorithm}`]: value });
    const read = await stage.client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(read).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: 'FULL_OBJECT' });
    expect(await read.Body?.transformToString()).toBe('body');
  },
);

test('an upload without a checksum gets a CRC-64/NVME', async () => {
  const stage = await startS3();
  const plain = stage.clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const stored = await plain.send(new PutObjectCommand({ Bucket, Key, Body: '', ContentLength: 0 }));
  // Recorded from AWS: LocalStack's test_cors_match_methods.
  expect(stored).toMatchObject({ ChecksumCRC64NVME: 'AAAAAAAAAAA=', ChecksumType: 'FULL_OBJECT' });
  const head = await plain.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
  expect(head.ChecksumCRC64NVME).toBe('AAAAAAAAAAA=');
});

test('a body sent in chunks with its checksum behind it is stored as its bytes', async () => {
  const stage = await startS3();
  const { client } = stage;
  const Body = Readable.from([Buffer.from('streamed '), Buffer.from('body')]);
  const stored = await client.send(
    new PutObjectCommand({ Bucket, Key, Body, ContentLength: 13, ContentEncoding: 'gzip' }),
  );
  expect(stored.ChecksumCRC32).toBe(digest('CRC32', Buffer.from('streamed body')).toString('base64'));
  const read = await client.send(new GetObjectCommand({ Bucket, Key }));
  expect(read.ContentEncoding).toBe('gzip');
  expect(await read.Body?.transformToString()).toBe('streamed body');
});

describe('a digest that is wrong refuses the upload', () => {
  const wrong = digest('SHA256', Buffer.from('another body')).toString('base64');
  test.each([
    {
      why: 'another checksum',
      input: { ChecksumSHA256: wrong },
      name: 'BadDigest',
      message: 'The SHA256 you specified did not match the calculated checksum.',
    },
    {
      why: 'a checksum of another length',
      input: { ChecksumSHA256: 'AAAA' },
      name: 'InvalidRequest',
      message: 'Value for x-amz-checksum-sha256 header is invalid.',
    },
    {
      why: 'another Content-MD5',
      input: { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' },
      name: 'BadDigest',
      message: 'The Content-MD5 you specified did not match what we received.',
    },
    {
      why: 'a Content-MD5 that is none',
      input: { ContentMD5: 'AAAA' },
      name: 'InvalidDigest',
      message: 'The Content-MD5 you specified was invalid.',
    },
  ])('$why', async ({ input, name, message }) => {
    const stage = await startS3();
    await expect(put(stage, input)).rejects.toMatchObject({ name, message });
    await expect(stage.client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({ name: 'NotFound' });
  });
});

test('an algorithm that is announced must come', async () => {
  const stage = await startS3();
  const client = stage.clientWith({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      request.headers['x-amz-sdk-checksum-algorithm'] = ChecksumAlgorithm.CRC32;
      return next(args);
    },
    { step: 'build' },
  );
  await expect(client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }))).rejects.toMatchObject({
    name: 'InvalidRequest',
    message: expect.stringContaining('no corresponding x-amz-checksum-*'),
  });
});
