import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { Bucket, bucketArn, startS3 } from './s3-stage.ts';

const Key = 'reports/ä b+c.csv';

const allow = (Action: string) => ({ Effect: 'Allow' as const, Action, Resource: `${bucketArn}/*` });

describe('a presigned URL', () => {
  test('gives an object to who has nothing else, under the headers that it sets', async () => {
    const { roleClient } = await startS3({ statements: [allow('s3:*Object')] });
    await roleClient.send(new PutObjectCommand({ Bucket, Key, Body: 'a;b' }));
    const get = new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: 'attachment' });
    const answer = await fetch(await getSignedUrl(roleClient, get, { expiresIn: 60 }));
    expect(await answer.text()).toBe('a;b');
    expect(answer.headers.get('content-disposition')).toBe('attachment');
    const head = await fetch(await getSignedUrl(roleClient, new HeadObjectCommand({ Bucket, Key })), {
      method: 'HEAD',
    });
    expect(head.headers.get('content-length')).toBe('3');
  });

  test('allows no more than its signer may', async () => {
    const { roleClient, client } = await startS3({ statements: [allow('s3:PutObject')] });
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'secret' }));
    const answer = await fetch(await getSignedUrl(roleClient, new GetObjectCommand({ Bucket, Key })));
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('is not authorized to perform: s3:GetObject');
  });

  test('is over when its time is', async () => {
    const anyOrigin = { allowedMethods: ['GET'], allowedOrigins: ['*'], allowedHeaders: [], exposeHeaders: [] };
    const { client, clock } = await startS3({ corsRules: [{ ...anyOrigin, maxAgeSeconds: undefined }] });
    const url = await getSignedUrl(client, new GetObjectCommand({ Bucket, Key }), { expiresIn: 60 });
    clock.advance(62_000);
    const answer = await fetch(url, { headers: { origin: 'https://app.example' } });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
    // A page of an allowed origin can read why.
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  });

  test('takes an upload of the type and length it was signed for', async () => {
    const { client } = await startS3();
    const put = new PutObjectCommand({
      Bucket,
      Key,
      ContentType: 'text/csv',
      ContentLength: 3,
      Metadata: { owner: 'ada' },
    });
    const url = await getSignedUrl(client, put, { signableHeaders: new Set(['content-type', 'content-length']) });
    const other = await fetch(url, { method: 'PUT', headers: { 'content-type': 'text/html' }, body: 'a;b' });
    expect(other.status).toBe(403);
    expect(await other.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
    const longer = await fetch(url, { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: 'a;b;c' });
    expect(longer.status).toBe(403);
    const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: 'a;b' });
    expect(answer.status).toBe(200);
    const stored = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(stored).toMatchObject({ ContentType: 'text/csv', ContentLength: 3, Metadata: { owner: 'ada' } });
  });

  // Observed on AWS, as reports to several SDKs show.
  test('takes an upload whatever checksum its query carries, which SDKs make of an empty body', async () => {
    const { client } = await startS3();
    const url = await getSignedUrl(client, new PutObjectCommand({ Bucket, Key }));
    expect(new URL(url).searchParams.get('x-amz-checksum-crc32')).toBe('AAAAAA==');
    expect((await fetch(url, { method: 'PUT', body: 'a;b' })).status).toBe(200);
  });
});
