import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { PolicyStatement } from '../../../src/services/iam/configuration.ts';
import type { CorsRule } from '../../../src/services/s3/configuration.ts';
import { Bucket, bucketArn, startS3 } from './s3-stage.ts';

const rule = (overrides: Partial<CorsRule>): CorsRule => ({
  allowedMethods: ['GET', 'PUT'],
  allowedOrigins: ['https://localhost:4200'],
  allowedHeaders: [],
  exposeHeaders: [],
  maxAgeSeconds: 3000,
  ...overrides,
});

const notAllowed =
  'CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / ' +
  "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

/** What a browser does before it sends a request to another origin. */
async function preflight(corsRules: readonly CorsRule[], headers: Record<string, string>, path = `/${Bucket}/a`) {
  const { origin } = await startS3({ corsRules });
  const answer = await fetch(`${origin}${path}`, { method: 'OPTIONS', headers });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}

// Recorded from AWS: LocalStack's test_s3_cors.py.
describe('a preflight', () => {
  test('names the origin that a rule allows', async () => {
    const answer = await preflight([rule({})], {
      origin: 'https://localhost:4200',
      'access-control-request-method': 'PUT',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-origin': 'https://localhost:4200',
      'access-control-max-age': '3000',
      'content-length': '0',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    });
  });

  test('shows a wildcard without credentials', async () => {
    const answer = await preflight([rule({ allowedOrigins: ['*'], maxAgeSeconds: undefined })], {
      origin: 'https://anywhere.example',
      'access-control-request-method': 'GET',
    });
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*' });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
    expect(answer.headers).not.toHaveProperty('access-control-max-age');
  });

  test('allows headers in any casing, by wildcard too', async () => {
    const answer = await preflight([rule({ allowedHeaders: ['Content-Type', 'X-AMZ-*'] })], {
      origin: 'https://localhost:4200',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type, X-Amz-Meta-Owner',
    });
    expect(answer.headers['access-control-allow-headers']).toBe('content-type, x-amz-meta-owner');
  });

  test.each([
    { why: 'another origin', headers: { origin: 'https://evil.example', 'access-control-request-method': 'PUT' } },
    {
      why: 'another method',
      headers: { origin: 'https://localhost:4200', 'access-control-request-method': 'DELETE' },
    },
    {
      why: 'a header that no rule names',
      headers: {
        origin: 'https://localhost:4200',
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'x-secret',
      },
    },
  ])('is refused to $why', async ({ headers }) => {
    const answer = await preflight([rule({ allowedHeaders: ['content-type'] })], headers);
    expect(answer.status).toBe(403);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(answer.body).toContain(`<Code>AccessForbidden</Code><Message>${notAllowed}</Message>`);
    expect(answer.body).toContain('<ResourceType>OBJECT</ResourceType>');
  });

  test.each([
    { path: `/${Bucket}/a`, headers: {}, status: 400, says: 'Insufficient information. Origin request header needed.' },
    {
      path: `/${Bucket}/a`,
      headers: { origin: 'https://a.example', 'access-control-request-method': 'PUT' },
      status: 403,
      says: 'CORSResponse: CORS is not enabled for this bucket.',
    },
  ])('where the bucket has no rules: $says', async ({ path, headers, status, says }) => {
    const answer = await preflight([], headers, path);
    expect(answer).toMatchObject({ status, body: expect.stringContaining(says) });
  });

  test.each([
    { allowed: 'http://*.origin.com', origin: 'http://test.origin.com', status: 200 },
    { allowed: 'http://*.origin.com', origin: 'http://origin.com', status: 403 },
    { allowed: 'http://*.origin.com', origin: 'http://test.origin.com.evil.example', status: 403 },
  ])('$origin against $allowed is $status', async ({ allowed, origin, status }) => {
    const headers = { origin, 'access-control-request-method': 'GET' };
    expect((await preflight([rule({ allowedOrigins: [allowed] })], headers)).status).toBe(status);
  });
});

describe('the answer to a page of another origin', () => {
  const open: PolicyStatement = { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucketArn}/*`, Principal: '*' };
  const start = async () => {
    const stage = await startS3({ corsRules: [rule({ exposeHeaders: ['ETag'] })], bucketPolicy: [open] });
    await stage.client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x' }));
    return stage;
  };

  test('lets an allowed one read it, errors too', async () => {
    const { origin } = await start();
    for (const key of ['a', 'missing']) {
      const answer = await fetch(`${origin}/${Bucket}/${key}`, { headers: { origin: 'https://localhost:4200' } });
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://localhost:4200');
      expect(answer.headers.get('access-control-expose-headers')).toBe('ETag');
    }
  });

  test('comes to another one without a word of CORS', async () => {
    const { origin } = await start();
    const answer = await fetch(`${origin}/${Bucket}/a`, { headers: { origin: 'https://evil.example' } });
    expect(answer.status).toBe(200);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
