import { hash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatTimestamp } from '../../src/services/iam/signature-format.ts';
import type { SignedRequest } from '../../src/services/iam/signature-verifier.ts';
import { sendRaw } from '../conformance/raw-client.ts';
import { type Signing, sign, type Unsigned } from '../services/iam/signing.ts';
import { withHeaders } from './forgeries.ts';
import { type Refusal, readRefusal } from './refusals.ts';
import { names } from './signed-document.ts';
import { askAsOperator, type SignedStage, signedStage, toRaw } from './signed-stage.ts';
import { storedObjects } from './targets.ts';

const stage = signedStage();
beforeAll(async () => {
  const headers = { 'x-amz-content-sha256': hash('sha256', '') };
  await askAsOperator(stage(), 's3', { method: 'PUT', path: `/${names.bucket}/kept`, headers });
});
const expiresSeconds = 60;
const host = (on: string) => new URL(stage().originOf(on)).host;

/** Something that a URL alone opens. */
interface Presigned {
  readonly signingName: 's3' | 'apigateway' | 'execute-api';
  readonly on: string;
  readonly request: (stage: SignedStage) => Unsigned;
}

const unsignedPayload = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };

const urls: Readonly<Record<string, Presigned>> = {
  'to read an object': {
    signingName: 's3',
    on: 'aws',
    request: () => ({ method: 'GET', path: `/${names.bucket}/kept`, headers: unsignedPayload }),
  },
  'to write an object': {
    signingName: 's3',
    on: 'aws',
    request: () => ({ method: 'PUT', path: `/${names.bucket}/kept`, headers: unsignedPayload }),
  },
  'to read an API key': {
    signingName: 'apigateway',
    on: 'aws',
    request: (running) => ({ method: 'GET', path: `/apikeys/${running.stage.outputs['apiKeyId']}` }),
  },
  'of a REST API': {
    signingName: 'execute-api',
    on: 'rest',
    request: () => ({ method: 'GET', path: '/stage/things/kept' }),
  },
  'of an HTTP API': {
    signingName: 'execute-api',
    on: 'http',
    request: () => ({ method: 'GET', path: '/things/kept' }),
  },
};

async function presign(url: Presigned, signing: Partial<Signing> = {}, changes: Unsigned = {}): Promise<SignedRequest> {
  const { stage: running, caller } = stage();
  const request = url.request(stage());
  const headers = { host: host(url.on), ...request.headers, ...changes.headers };
  const signed = await sign(
    { ...request, ...changes, headers, query: { 'x-id': 'signed' } },
    {
      key: caller,
      service: url.signingName,
      region: running.region,
      signedAt: running.clock.now(),
      expiresSeconds,
      ...signing,
    },
  );
  // What a URL cannot carry is not sent: only its host is.
  return { ...signed, headers: { host: signed.headers['host'] } };
}

const send = (url: Presigned, request: SignedRequest) => sendRaw(stage().originOf(url.on), toRaw(request));

interface Forgery {
  readonly make: (url: Presigned) => Promise<SignedRequest>;
  /** Code and message, in the words of S3 and in those of all others. */
  readonly s3: readonly [code: string, message: string, status?: number];
  readonly others: readonly [code: string, message: string];
}

const changed =
  (change: (request: SignedRequest) => SignedRequest): Forgery['make'] =>
  async (url) =>
    change(await presign(url));

const withQuery = (from: RegExp | string, to: string) =>
  changed((request) => ({ ...request, rawQuery: request.rawQuery.replace(from, to) }));

const without = (name: string) => withQuery(new RegExp(`&?${name}=[^&]*`), '');

const mismatch: Pick<Forgery, 's3' | 'others'> = {
  s3: [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  others: [
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access ' +
      'Key and signing method. Consult the service documentation for details.',
  ],
};

const invalidToken = ['UnrecognizedClientException', 'The security token included in the request is invalid.'] as const;

const missing = (name: string): Pick<Forgery, 's3' | 'others'> => ({
  s3: [
    'AuthorizationQueryParametersError',
    'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, ' +
      'X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    400,
  ],
  others: [
    'IncompleteSignatureException',
    `AWS query-string parameters must include '${name}'. Re-examine the query-string parameters.`,
  ],
});

const forgeries: Readonly<Record<string, Forgery>> = {
  'with another path': { make: changed((request) => ({ ...request, path: `${request.path}-other` })), ...mismatch },
  'with another method': {
    make: changed((request) => ({ ...request, method: request.method === 'GET' ? 'POST' : 'GET' })),
    ...mismatch,
  },
  'with another expiry': { make: withQuery('X-Amz-Expires=60', 'X-Amz-Expires=6000'), ...mismatch },
  'with an expiry more': { make: withQuery(/$/, '&X-Amz-Expires=6000'), ...mismatch },
  'with another date': {
    make: (url) =>
      withQuery(/X-Amz-Date=[^&]*/, `X-Amz-Date=${formatTimestamp(stage().stage.clock.now() + 1000)}`)(url),
    ...mismatch,
  },
  'with another query': { make: withQuery('x-id=signed', 'x-id=other'), ...mismatch },
  'with a query more': { make: withQuery(/$/, '&more=1'), ...mismatch },
  'with another signature': {
    make: withQuery(/X-Amz-Signature=\w{4}/, 'X-Amz-Signature=0000'),
    ...mismatch,
  },
  'for another host': {
    async make(url) {
      const request = await presign(url, {}, { headers: { host: 'elsewhere.example' } });
      return withHeaders(request, { host: host(url.on) });
    },
    ...mismatch,
  },
  'with a header of AWS’s own that is not signed': {
    make: changed((request) => withHeaders(request, { 'x-amz-meta-more': 'unsigned' })),
    s3: ['AccessDenied', 'There were headers present in the request which were not signed'],
    others: ['InvalidSignatureException', "'x-amz-meta-more' must be a 'SignedHeader' in the AWS Authorization."],
  },
  'with a guessed secret': {
    make: (url) => presign(url, { key: { ...stage().caller, secretAccessKey: 'guessed' } }),
    ...mismatch,
  },
  'with an unknown key': {
    make: (url) => presign(url, { key: { ...stage().caller, accessKeyId: 'ASIAUNKNOWNKEY234567' } }),
    s3: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'],
    others: invalidToken,
  },
  'with the session token of another role': {
    make: (url) => presign(url, { key: { ...stage().caller, sessionToken: stage().other.sessionToken } }),
    s3: ['InvalidToken', 'The provided token is malformed or otherwise invalid.', 400],
    others: invalidToken,
  },
  'without its session token': {
    make: without('X-Amz-Security-Token'),
    s3: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.'],
    others: invalidToken,
  },
  'for another region': {
    make: (url) => presign(url, { region: 'us-east-1' }),
    s3: [
      'AuthorizationQueryParametersError',
      "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
      400,
    ],
    others: [
      'InvalidSignatureException',
      "Credential should be scoped to a valid region, not 'us-east-1'. Expected: 'eu-west-1'.",
    ],
  },
  'without an expiry': { make: without('X-Amz-Expires'), ...missing('X-Amz-Expires') },
  'without a date': { make: without('X-Amz-Date'), ...missing('X-Amz-Date') },
  'without signed headers': { make: without('X-Amz-SignedHeaders'), ...missing('X-Amz-SignedHeaders') },
  'for longer than a week': {
    make: withQuery('X-Amz-Expires=60', 'X-Amz-Expires=604801'),
    s3: [
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
      400,
    ],
    others: [
      'InvalidSignatureException',
      "X-Amz-Expires is '604801'. Expected: a number of seconds from 0 to 604800, which is seven days.",
    ],
  },
  'for a time that is no number': {
    make: withQuery('X-Amz-Expires=60', 'X-Amz-Expires=1e9'),
    s3: ['AuthorizationQueryParametersError', 'X-Amz-Expires should be a number', 400],
    others: [
      'InvalidSignatureException',
      "X-Amz-Expires is '1e9'. Expected: a number of seconds from 0 to 604800, which is seven days.",
    ],
  },
};

function expected({ signingName }: Presigned, { s3, others }: Pick<Forgery, 's3' | 'others'>): Refusal {
  if (signingName === 's3') return { code: s3[0], message: s3[1], status: s3[2] ?? 403 };
  return { code: others[0], message: others[1], status: 403 };
}

/** An HTTP API tells nobody why. */
const asAnswered = (url: Presigned, refusal: Refusal): Refusal =>
  url.on === 'http' ? { status: 403, code: undefined, message: 'Forbidden' } : refusal;

describe.each(Object.entries(urls))('a presigned URL %s', (_name, url) => {
  it('opens what it was signed for', async () => {
    expect((await send(url, await presign(url))).status).toBe(200);
  });

  it.each(Object.entries(forgeries))('is refused %s', async (_what, forgery) => {
    const before = await storedObjects(stage());
    const answer = await send(url, await forgery.make(url));
    expect(readRefusal(answer)).toEqual(asAnswered(url, expected(url, forgery)));
    expect(await storedObjects(stage())).toEqual(before);
  });

  it('is refused once it has expired, and not before', async () => {
    const { clock } = stage().stage;
    const signedAt = clock.now();
    const request = await presign(url);
    clock.advance(expiresSeconds * 1000);
    expect((await send(url, request)).status).toBe(200);
    clock.advance(1000);
    const [end, now] = [signedAt + expiresSeconds * 1000, clock.now()].map(formatTimestamp);
    expect(readRefusal(await send(url, request))).toEqual(
      asAnswered(
        url,
        expected(url, {
          s3: ['AccessDenied', 'Request has expired'],
          others: ['InvalidSignatureException', `Signature expired: ${end} is now earlier than ${now}`],
        }),
      ),
    );
  });
});

describe('the body of a presigned upload', () => {
  const upload = { signingName: 's3', on: 'aws', request: () => ({}) } as const;
  const request = (body: string, declared: string): Unsigned => ({
    method: 'PUT',
    path: `/${names.bucket}/declared`,
    headers: { 'x-amz-content-sha256': declared },
    body,
  });

  it('is free where its hash was not signed', async () => {
    const signed = await presign(upload, {}, request('', 'UNSIGNED-PAYLOAD'));
    expect((await send(upload, { ...signed, body: Buffer.from('any') })).status).toBe(200);
  });

  it('of a REST API is signed', async () => {
    const url = { signingName: 'execute-api', on: 'rest', request: () => ({}) } as const;
    const signed = await presign(url, {}, { method: 'POST', path: '/stage/things/kept', body: 'signed' });
    expect((await send(url, signed)).status).toBe(200);
    expect(readRefusal(await send(url, { ...signed, body: Buffer.from('other') }))).toEqual(expected(url, mismatch));
  });
});
