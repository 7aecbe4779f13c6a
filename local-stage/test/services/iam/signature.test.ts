import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { createCredentials } from '../../../src/services/iam/credentials.ts';
import { createSignatureVerifier } from '../../../src/services/iam/signature.ts';
import type { SignedRequest } from '../../../src/services/iam/signature-verifier.ts';
import { AwsError } from '../../../src/services/service.ts';
import { accountId, roleWith } from './roles.ts';
import { encode, type Signing, sign, type Unsigned } from './signing.ts';

const now = Date.UTC(2026, 0, 31, 12, 0, 0);
const minute = 60_000;
const credentials = createCredentials({ accountId, clock: createClock(now) });
const key = credentials.issue(roleWith(), 'start-export');
const verifierAt = (time: number) =>
  createSignatureVerifier({ credentials, clock: createClock(time), region: 'eu-central-1' });

const signAs = (request: Unsigned, signing: Partial<Signing> = {}) =>
  sign(request, { key, service: 'sqs', signedAt: now, ...signing });

const refusal = (request: SignedRequest, service = 'sqs', time = now): AwsError => {
  try {
    verifierAt(time).verify(request, { service });
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  throw new Error('the request was taken');
};

const withHeader = (request: SignedRequest, name: string, value: string | undefined): SignedRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

const mismatch = {
  code: 'InvalidSignatureException',
  message:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
};

describe('a request that AWS’s own signer signed', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  const segment = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).filter((part) => !/^\.+$/.test(part));

  it.each(['sqs', 'execute-api', 's3'])('is taken, whatever its path, query and body (%s)', async (service) => {
    const property = fc.asyncProperty(
      fc.array(segment, { maxLength: 4 }),
      fc.dictionary(
        text.filter((name) => name !== '__proto__'),
        text,
        { maxKeys: 4 },
      ),
      fc.string({ unit: 'grapheme' }),
      async (segments, query, body) => {
        const path = `/${segments.map(service === 's3' ? encode : encodeURIComponent).join('/')}`;
        const headers = { 'x-amz-content-sha256': hash('sha256', body, 'hex') };
        const request = await signAs({ path, query, body, headers: service === 's3' ? headers : {} }, { service });
        expect(verifierAt(now).verify(request, { service })?.arn).toBe(
          'arn:aws:sts::123456789012:assumed-role/export/start-export',
        );
      },
    );
    await fc.assert(property, { numRuns: 50 });
  });

  it('is taken with repeated query names and headers of many spaces', async () => {
    const request = await signAs({ query: { a: ['2', '1', ''] }, headers: { 'x-amz-meta-note': ' a   b ' } });
    expect(verifierAt(now).verify(request, { service: 'sqs' })).not.toBeNull();
  });

  it('is refused if any part of it is changed', async () => {
    const request = await signAs({
      path: '/123456789012/exports',
      query: { a: '1' },
      body: 'hello',
      headers: { 'x-amz-target': 'AmazonSQS.SendMessage' },
    });
    const changes: SignedRequest[] = [
      { ...request, method: 'PUT' },
      { ...request, path: '/123456789012/exports2' },
      { ...request, rawQuery: 'a=2' },
      { ...request, rawQuery: 'a=1&b=1' },
      { ...request, body: Buffer.from('hello!') },
      withHeader(request, 'host', '127.0.0.1:4003'),
      withHeader(request, 'x-amz-target', 'AmazonSQS.DeleteMessage'),
      withHeader(
        request,
        'authorization',
        request.headers['authorization']?.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
      ),
    ];
    for (const changed of changes) expect(refusal(changed)).toMatchObject(mismatch);
  });

  it('is refused with any other signature', async () => {
    const request = await signAs({});
    const right = request.headers['authorization']?.split('Signature=')[1] ?? '';
    const forge = (signature: string) =>
      withHeader(
        request,
        'authorization',
        request.headers['authorization']?.replace(/Signature=.*/, `Signature=${signature}`),
      );
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{1,70}$/), (signature) => {
        fc.pre(signature !== right);
        expect(refusal(forge(signature))).toMatchObject(mismatch);
      }),
    );
  });
});

describe('who signed', () => {
  it('an unsigned request is nobody’s', async () => {
    const request = await signAs({});
    expect(verifierAt(now).verify(withHeader(request, 'authorization', undefined), { service: 'sqs' })).toBeNull();
  });

  it.each(['sqs', 'dynamodb'])('an unknown key (%s)', async (service) => {
    const request = await signAs({}, { service, key: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' } });
    expect(refusal(request, service)).toMatchObject({
      code: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
      status: service === 'sqs' ? 403 : 400,
    });
  });

  it('a session’s key without its token, or with another’s', async () => {
    const { accessKeyId, secretAccessKey } = key;
    const other = credentials.issue(roleWith(), 'other');
    const without = await signAs({}, { key: { accessKeyId, secretAccessKey } });
    const swapped = await signAs({}, { key: { accessKeyId, secretAccessKey, sessionToken: other.sessionToken } });
    for (const request of [without, swapped])
      expect(refusal(request)).toMatchObject({ code: 'UnrecognizedClientException' });
  });

  it('the right key with the wrong secret', async () => {
    expect(refusal(await signAs({}, { key: { ...key, secretAccessKey: 'wrong' } }))).toMatchObject(mismatch);
  });
});

describe('the credential scope', () => {
  it('of another region', async () => {
    expect(refusal(await signAs({}, { region: 'us-east-1' }))).toMatchObject({
      code: 'InvalidSignatureException',
      message: "Credential should be scoped to a valid region, not 'us-east-1'. Expected: 'eu-central-1'.",
    });
  });

  it('of another service', async () => {
    expect(refusal(await signAs({}, { service: 'sns' }))).toMatchObject({
      message: "Credential should be scoped to correct service: 'sqs'.",
    });
  });

  it('of another day', async () => {
    const request = withHeader(await signAs({}), 'x-amz-date', '20260130T235959Z');
    expect(refusal(request).message).toBe(
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260131' != '20260130', from '20260130T235959Z'.",
    );
  });
});

describe('the time of signing', () => {
  it.each([
    [
      5 * minute + 1000,
      'Signature expired: 20260131T120000Z is now earlier than 20260131T120001Z (20260131T120501Z - 5 min.)',
    ],
    [
      -5 * minute - 1000,
      'Signature not yet current: 20260131T120000Z is still later than 20260131T115959Z (20260131T115459Z + 5 min.)',
    ],
  ])('off by %d ms', async (offset, message) => {
    expect(refusal(await signAs({}), 'sqs', now + offset)).toMatchObject({
      code: 'InvalidSignatureException',
      message,
    });
  });

  it.each([5 * minute, -5 * minute])('off by %d ms is taken', async (offset) => {
    expect(verifierAt(now + offset).verify(await signAs({}), { service: 'sqs' })).not.toBeNull();
  });

  it('S3 allows fifteen minutes', async () => {
    const request = await signAs({ headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }, { service: 's3' });
    expect(verifierAt(now + 15 * minute).verify(request, { service: 's3' })).not.toBeNull();
    expect(refusal(request, 's3', now + 16 * minute)).toMatchObject({ code: 'RequestTimeTooSkewed', status: 403 });
  });
});

describe('what must be signed', () => {
  it('every x-amz header', async () => {
    const request = withHeader(await signAs({}), 'x-amz-target', 'AmazonSQS.SendMessage');
    expect(refusal(request).message).toBe("'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.");
    expect(
      refusal(
        withHeader(
          await signAs({ headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }, { service: 's3' }),
          'x-amz-acl',
          'public-read',
        ),
        's3',
      ),
    ).toMatchObject({
      code: 'AccessDenied',
      details: { HeadersNotSigned: 'x-amz-acl' },
    });
  });

  it('the host', async () => {
    const request = await signAs({});
    const authorization = request.headers['authorization']?.replace('SignedHeaders=host;', 'SignedHeaders=');
    expect(refusal(withHeader(request, 'authorization', authorization)).message).toContain(
      "'host' must be a 'SignedHeader'",
    );
  });
});

describe('a header that is no signature', () => {
  it.each([
    [
      'Bearer abc',
      /^Invalid key=value pair \(missing equal-sign\) in Authorization header \(hashed with SHA-256 and encoded with Base64\): '.{44}'\.$/,
    ],
    [
      'AWS4-ECDSA-P256-SHA256 Credential=a/20260131/s3/aws4_request, SignedHeaders=host, Signature=0',
      /^Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'\.$/,
    ],
    [
      'AWS4-HMAC-SHA256 SignedHeaders=host',
      /^Authorization header requires 'Credential' parameter\. Authorization header requires 'Signature' parameter\. Authorization=/,
    ],
  ])('%s', async (authorization, message) => {
    const error = refusal(withHeader(await signAs({}), 'authorization', authorization), 'execute-api');
    expect(error).toMatchObject({ code: 'IncompleteSignatureException', status: 403 });
    expect(error.message).toMatch(message);
  });

  it('without a date', async () => {
    expect(refusal(withHeader(await signAs({}), 'x-amz-date', undefined)).message).toContain(
      "requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  });
});

describe('a presigned request', () => {
  const presigned = (signing: Partial<Signing> = {}) =>
    signAs(
      { method: 'GET', path: '/bucket/a%20key%2B', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
      { service: 's3', expiresSeconds: 60, ...signing },
    );

  it('is taken until it expires', async () => {
    const request = await presigned();
    expect(verifierAt(now + minute).verify(request, { service: 's3' })?.roleArn).toBe(
      'arn:aws:iam::123456789012:role/export',
    );
    expect(refusal(request, 's3', now + minute + 1)).toMatchObject({
      code: 'AccessDenied',
      message: 'Request has expired',
      details: { 'X-Amz-Expires': 60, Expires: '2026-01-31T12:01:00Z' },
    });
  });

  it('is refused if its query is changed', async () => {
    const request = await presigned();
    const longer = { ...request, rawQuery: request.rawQuery.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000') };
    expect(refusal(longer, 's3')).toMatchObject({ code: 'SignatureDoesNotMatch', status: 403 });
    expect(refusal({ ...request, path: '/bucket/other' }, 's3')).toMatchObject({ code: 'SignatureDoesNotMatch' });
  });

  it('cannot last longer than seven days', async () => {
    const request = await presigned();
    const expires = (text: string) => ({
      ...request,
      rawQuery: request.rawQuery.replace('X-Amz-Expires=60', `X-Amz-Expires=${text}`),
    });
    expect(refusal(expires('604801'), 's3')).toMatchObject({ code: 'AuthorizationQueryParametersError' });
    expect(refusal(expires('-1'), 's3').message).toBe('X-Amz-Expires must be non-negative');
    expect(
      verifierAt(now + 7 * 24 * 60 * minute).verify(await presigned({ expiresSeconds: 604_800 }), { service: 's3' }),
    ).not.toBeNull();
  });

  it('needs all its parameters', async () => {
    const request = await presigned();
    const rawQuery = request.rawQuery
      .split('&')
      .filter((pair) => !pair.startsWith('X-Amz-Expires'))
      .join('&');
    expect(refusal({ ...request, rawQuery }, 's3')).toMatchObject({
      code: 'AuthorizationQueryParametersError',
      status: 400,
    });
  });

  it('of another service signs its body', async () => {
    const request = await signAs({ body: 'a' }, { service: 'execute-api', expiresSeconds: 60 });
    expect(verifierAt(now).verify(request, { service: 'execute-api' })).not.toBeNull();
    expect(refusal({ ...request, body: Buffer.from('b') }, 'execute-api')).toMatchObject(mismatch);
  });
});

describe('S3’s payload hash', () => {
  const s3 = (body: string, declared: string) =>
    signAs(
      { method: 'PUT', path: '/bucket/key', body, headers: { 'x-amz-content-sha256': declared } },
      { service: 's3' },
    );

  it('must be the body’s', async () => {
    const request = await s3('hello', hash('sha256', 'hello', 'hex'));
    expect(verifierAt(now).verify(request, { service: 's3' })).not.toBeNull();
    expect(refusal({ ...request, body: Buffer.from('other') }, 's3')).toMatchObject({
      code: 'XAmzContentSHA256Mismatch',
    });
  });

  it('may leave the body unsigned', async () => {
    const request = await s3('hello', 'UNSIGNED-PAYLOAD');
    expect(verifierAt(now).verify({ ...request, body: Buffer.from('other') }, { service: 's3' })).not.toBeNull();
  });

  it('must be there, and of a known form', async () => {
    const request = await s3('hello', 'SOMETHING');
    expect(refusal(request, 's3')).toMatchObject({ code: 'InvalidArgument' });
    const { 'x-amz-content-sha256': _, ...headers } = request.headers;
    expect(refusal({ ...request, headers }, 's3')).toMatchObject({ code: 'InvalidRequest' });
  });

  it('is S3’s alone to leave out', async () => {
    const request = await signAs({ body: 'a', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } });
    expect(refusal(request)).toMatchObject(mismatch);
  });
});
