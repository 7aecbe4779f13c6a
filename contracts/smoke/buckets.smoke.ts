import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, test } from 'vitest';
import { allowedOrigins, foreignOrigin, stage } from './requests.ts';

const { exportsBucket, attachmentsBucket } = stage.outputs;

/** What pages do with each bucket's presigned URLs. */
const buckets = [
  { contents: 'exports', bucket: exportsBucket, methods: ['GET'] },
  { contents: 'attachments', bucket: attachmentsBucket, methods: ['GET', 'PUT'] },
];

/** Address of an object that nobody has, without what a presigned URL proves. */
async function addressIn(Bucket: string): Promise<string> {
  const url = new URL(await getSignedUrl(new S3Client({}), new GetObjectCommand({ Bucket, Key: 'smoke' })));
  return `${url.origin}${url.pathname}`;
}

describe.each(buckets)('the bucket of $contents', ({ bucket, methods }) => {
  const preflight = async (method: string, origin: string) =>
    fetch(await addressIn(bucket), {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'content-type' },
    });

  test.each(allowedOrigins)('is there for pages of %s, with the methods that they need', async (origin) => {
    for (const method of methods) {
      const answer = await preflight(method, origin);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('access-control-expose-headers')).toMatch(/etag/i);
    }
    expect((await preflight('DELETE', origin)).status).toBe(403);
  });

  test('is there for no other pages', async () => {
    expect((await preflight('GET', foreignOrigin)).status).toBe(403);
  });
});
