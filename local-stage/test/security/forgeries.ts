import type { SignedRequest } from '../../src/services/iam/signature-verifier.ts';
import { type Signing, sign, type Unsigned } from '../services/iam/signing.ts';
import type { RefusalName } from './refusals.ts';
import type { SignedStage } from './signed-stage.ts';
import type { Target } from './targets.ts';

/** A request that its caller did not sign as it arrives. */
export interface Forgery {
  /** What it is refused for. */
  readonly refusal: RefusalName;
  make(target: Target, running: SignedStage): Promise<SignedRequest>;
}

const minute = 60_000;

/** Past what any service allows a signer's clock to be off: S3 allows most, fifteen minutes. */
const skewMs = 16 * minute;

/**
 * Signs a target's request as the role that may do it, with a query and a header that tell nothing to
 * the service.
 */
export function signed(
  target: Target,
  running: SignedStage,
  changes: { readonly request?: Partial<Unsigned>; readonly signing?: Partial<Signing> } = {},
): Promise<SignedRequest> {
  const { stage, caller, originOf } = running;
  const request = { ...target.request(running), ...changes.request };
  return sign(
    {
      ...request,
      query: { ...request.query, 'x-id': 'signed' },
      headers: { host: new URL(originOf(target.on)).host, 'x-amz-meta-note': 'signed', ...request.headers },
    },
    { key: caller, service: target.signingName, region: stage.region, signedAt: stage.clock.now(), ...changes.signing },
  );
}

/** What anybody could do to a request on its way, or make of keys that are not theirs. */
export const forgeries: Readonly<Record<string, Forgery>> = {
  unsigned: {
    refusal: 'unsigned',
    async make(target, running) {
      const request = await signed(target, running);
      return without(request, 'authorization', 'x-amz-security-token');
    },
  },
  'with another signature': changed('mismatch', (request) =>
    inAuthorization(request, /.$/, (last) => (last === '0' ? '1' : '0')),
  ),
  'with an empty signature': changed('signatureMissing', (request) =>
    inAuthorization(request, /Signature=.*/, 'Signature='),
  ),
  'with a signature that is cut off': changed('mismatch', (request) => inAuthorization(request, /.{8}$/, '')),
  'with the signature of another request': {
    refusal: 'mismatch',
    async make(target, running) {
      const [request, other] = [await signed(target, running), await signed(target, running, { request: otherBody })];
      return withHeaders(request, { authorization: other.headers['authorization'] });
    },
  },
  'with another body': changed('bodyMismatch', (request) => ({ ...request, body: Buffer.from(otherBody.body) })),
  'with another method': changed('mismatch', (request) => ({
    ...request,
    method: request.method === 'GET' ? 'POST' : 'GET',
    body: Buffer.alloc(0),
  })),
  'with another path': changed('mismatch', (request) => ({ ...request, path: otherPath(request.path) })),
  'with another query': changed('mismatch', (request) => ({
    ...request,
    rawQuery: request.rawQuery.replace('x-id=signed', 'x-id=other'),
  })),
  'with a query more': changed('mismatch', (request) => ({ ...request, rawQuery: `${request.rawQuery}&more=1` })),
  'with a query more, named as a presigned signature': changed('mismatch', (request) => ({
    ...request,
    rawQuery: `${request.rawQuery}&X-Amz-Signature=more`,
  })),
  'signed in its header and its query': changed('signedTwice', (request) => ({
    ...request,
    rawQuery: `${request.rawQuery}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0`,
  })),
  'with another value of a signed header': changed('mismatch', (request) =>
    withHeaders(request, { 'x-amz-meta-note': 'other' }),
  ),
  'with a signed header less': changed('mismatch', (request) => without(request, 'x-amz-meta-note')),
  'with an unsigned header of AWS’s own': changed('headerNotSigned', (request) =>
    withHeaders(request, { 'x-amz-meta-more': 'unsigned' }),
  ),
  'with a host that is not signed': {
    refusal: 'hostNotSigned',
    make: (target, running) => signed(target, running, { signing: { leaveUnsigned: ['host'] } }),
  },
  'for another host': {
    refusal: 'mismatch',
    async make(target, running) {
      const { host = '' } = (await signed(target, running)).headers;
      const headers = { ...target.request(running).headers, host: 'elsewhere.example' };
      return withHeaders(await signed(target, running, { request: { headers } }), { host });
    },
  },
  expired: {
    refusal: 'expired',
    make: (target, running) => signed(target, running, at(running, -skewMs)),
  },
  'of the future': {
    refusal: 'notYetCurrent',
    make: (target, running) => signed(target, running, at(running, skewMs)),
  },
  'expired, with a date of today': {
    refusal: 'mismatch',
    async make(target, running) {
      const now = await signed(target, running);
      const request = await signed(target, running, at(running, -skewMs));
      return withHeaders(request, { 'x-amz-date': now.headers['x-amz-date'] });
    },
  },
  'without a date': changed('dateless', (request) => without(request, 'x-amz-date')),
  'of yesterday, with a date of today': {
    refusal: 'wrongDate',
    async make(target, running) {
      const now = await signed(target, running);
      const request = await signed(target, running, at(running, -24 * 60 * minute));
      return withHeaders(request, { 'x-amz-date': now.headers['x-amz-date'] });
    },
  },
  'with an unknown key': {
    refusal: 'unknownKey',
    make: (target, running) =>
      signed(target, running, { signing: { key: { ...running.caller, accessKeyId: 'ASIAUNKNOWNKEY234567' } } }),
  },
  'with a guessed secret': {
    refusal: 'mismatch',
    make: (target, running) =>
      signed(target, running, { signing: { key: { ...running.caller, secretAccessKey: 'guessed' } } }),
  },
  'with the session token of another role': {
    refusal: 'wrongToken',
    make: (target, running) =>
      signed(target, running, { signing: { key: { ...running.caller, sessionToken: running.other.sessionToken } } }),
  },
  'without its session token': {
    refusal: 'tokenMissing',
    make: (target, running) => {
      const { accessKeyId, secretAccessKey } = running.caller;
      return signed(target, running, { signing: { key: { accessKeyId, secretAccessKey } } });
    },
  },
  'for another region': {
    refusal: 'wrongRegion',
    make: (target, running) => signed(target, running, { signing: { region: 'us-east-1' } }),
  },
  'for another service': {
    refusal: 'wrongService',
    make: (target, running) => signed(target, running, { signing: { service: 'sns' } }),
  },
  'without a credential scope': changed('scopeMissing', (request) =>
    inAuthorization(request, /Credential=([^/]+)[^,]*/, 'Credential=$1'),
  ),
  'with an algorithm that is broken': changed('unknownAlgorithm', (request) =>
    inAuthorization(request, 'AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA1'),
  ),
};

/** Long enough to be another body of each target, whose own bodies are shorter or documents. */
const otherBody = { body: '{"another":"body"}' };

function changed(refusal: RefusalName, change: (request: SignedRequest) => SignedRequest): Forgery {
  return { refusal, make: async (target, running) => change(await signed(target, running)) };
}

const at = ({ stage }: SignedStage, offsetMs: number) => ({ signing: { signedAt: stage.clock.now() + offsetMs } });

const otherPath = (path: string) => (path === '/' ? '/other' : `${path}-other`);

export function withHeaders(request: SignedRequest, headers: SignedRequest['headers']): SignedRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}

function without(request: SignedRequest, ...names: readonly string[]): SignedRequest {
  return withHeaders(request, Object.fromEntries(names.map((name) => [name, undefined])));
}

function inAuthorization(
  request: SignedRequest,
  part: RegExp | string,
  replacement: string | ((found: string) => string),
): SignedRequest {
  const { authorization = '' } = request.headers;
  const replaced = authorization.replace(part, (found, ...groups) =>
    typeof replacement === 'string' ? replacement.replace('$1', String(groups[0])) : replacement(found),
  );
  return withHeaders(request, { authorization: replaced });
}
