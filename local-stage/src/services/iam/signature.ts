import { hash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Caller } from '../service.ts';
import { canonicalRequest, withoutSignature } from './canonical-request.ts';
import type { Credentials, KnownKey } from './credentials.ts';
import { payloadOf } from './payload.ts';
import { type SignatureErrors, signatureErrorsOf, type Validity } from './signature-errors.ts';
import { parseTimestamp, readSignature, type SignatureParts } from './signature-format.ts';
import type { SignatureVerifier, SignedRequest } from './signature-verifier.ts';
import { type CredentialScope, createSigningKeys, isSameSecret, type SigningKeys, scopeText } from './signing-key.ts';

/** A verifier that also takes the payload out of its encoding. */
export interface RequestVerifier extends SignatureVerifier {
  /**
   * As `verify`, with the body that the service is to see.
   *
   * @throws {AwsError} also where chunks of the body are not what was signed.
   */
  open(request: SignedRequest, expected: { readonly service: string }): OpenedRequest | null;
}

export interface OpenedRequest {
  readonly caller: Caller;
  /** Decoded where it was sent aws-chunked. */
  readonly body: Buffer;
  /** Headers that came after an aws-chunked body, by name in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

export interface SignatureVerifierOptions {
  readonly credentials: Pick<Credentials, 'find'>;
  readonly clock: Clock;
  /** The stage's region, which each credential scope must name. */
  readonly region: string;
}

/**
 * Verifies AWS Signature Version 4 as AWS does: known key and its token, scope, time, signed headers,
 * signature, payload. Version 4A is refused: it is made for several regions, a stage has one.
 */
export function createSignatureVerifier(options: SignatureVerifierOptions): RequestVerifier {
  const signingKeys = createSigningKeys();
  const open: RequestVerifier['open'] = (request, { service }) => {
    const parts = readSignature(request);
    if (!parts) return null;
    const errors = signatureErrorsOf(service);
    assertSignedOnce(parts, request, errors);
    const signature = complete(parts, request, errors);
    const known = knownKey(signature, options.credentials, errors);
    assertScope(signature, { region: options.region, service }, errors);
    assertTime(signature, options.clock.now(), errors);
    assertHeadersSigned(signature, request, errors);
    return verified(request, signature, known, signingKeys, errors);
  };
  return { open, verify: (request, expected) => open(request, expected)?.caller ?? null };
}

/** A signature with all its parts. */
interface Signature {
  readonly parts: SignatureParts;
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly timestamp: string;
  /** On a presigned request. */
  readonly expiresSeconds: number | undefined;
}

function assertSignedOnce(parts: SignatureParts, request: SignedRequest, errors: SignatureErrors): void {
  if (parts.location === 'query' || !new URLSearchParams(request.rawQuery).has('X-Amz-Algorithm')) return;
  throw errors.signedTwice(request.headers['authorization']);
}

function complete(parts: SignatureParts, request: SignedRequest, errors: SignatureErrors): Signature {
  const { credential, signedHeaders, signature, timestamp } = parts;
  const isVersion4 = parts.algorithm === 'AWS4-HMAC-SHA256' && parts.strays.length === 0;
  if (!isVersion4 || !credential || !signedHeaders || !signature || !timestamp) {
    throw errors.incomplete(parts, request.headers['authorization']);
  }
  const { accessKeyId, scope } = credential;
  const expiresSeconds = parts.location === 'query' ? parseExpires(parts, errors) : undefined;
  return { parts, accessKeyId, scope, signedHeaders, signature, timestamp, expiresSeconds };
}

/** Source: Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters". */
const longestExpiresSeconds = 7 * 24 * 3600;

function parseExpires(parts: SignatureParts, errors: SignatureErrors): number {
  if (parts.expires === undefined) throw errors.incomplete(parts, undefined);
  const seconds = /^\d+$/.test(parts.expires) ? Number(parts.expires) : Number.NaN;
  if (!(seconds <= longestExpiresSeconds)) throw errors.expiresOutOfRange(parts.expires);
  return seconds;
}

function knownKey(signature: Signature, credentials: Pick<Credentials, 'find'>, errors: SignatureErrors): KnownKey {
  const known = credentials.find(signature.accessKeyId);
  const lacksToken = known?.sessionToken !== undefined && signature.parts.sessionToken === undefined;
  if (!known || lacksToken) throw errors.unknownKey(signature.accessKeyId);
  if (!isSameSecret(signature.parts.sessionToken ?? '', known.sessionToken ?? '')) throw errors.wrongToken();
  return known;
}

function assertScope(
  { parts, scope, timestamp }: Signature,
  expected: { readonly region: string; readonly service: string },
  errors: SignatureErrors,
): void {
  if (scope.region !== expected.region) throw errors.wrongRegion(parts, scope.region, expected.region);
  if (scope.service !== expected.service) throw errors.wrongService(parts, scope.service, expected.service);
  if (scope.date !== timestamp.slice(0, 8)) throw errors.wrongDate(scope, timestamp);
}

function assertTime({ timestamp, expiresSeconds }: Signature, nowMs: number, errors: SignatureErrors): void {
  const signedAt = parseTimestamp(timestamp);
  const skewMs = errors.skewMinutes * 60_000;
  const validity: Validity = { timestamp, nowMs, expiresSeconds };
  const lastsMs = expiresSeconds === undefined ? skewMs : expiresSeconds * 1000;
  // Not a number for a date that does not exist, which fails both comparisons.
  if (!(signedAt <= nowMs + skewMs)) throw errors.notYetCurrent(validity);
  if (!(signedAt + lastsMs >= nowMs)) throw errors.expired(validity);
}

/** `host` and whatever is AWS's own must be signed; a presigned request's payload hash may come later. */
function assertHeadersSigned(
  { signedHeaders, parts }: Signature,
  request: SignedRequest,
  errors: SignatureErrors,
): void {
  const isExempt = (name: string) => parts.location === 'query' && name === 'x-amz-content-sha256';
  const required = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && request.headers[name] !== undefined && !isExempt(name),
  );
  const unsigned = ['host', ...required].filter((name) => !signedHeaders.includes(name));
  if (unsigned.length > 0) throw errors.unsignedHeaders(unsigned);
}

function verified(
  request: SignedRequest,
  { parts, accessKeyId, scope, signedHeaders, signature, timestamp }: Signature,
  known: KnownKey,
  signingKeys: SigningKeys,
  errors: SignatureErrors,
): OpenedRequest {
  const isPresigned = parts.location === 'query';
  const payload = payloadOf(request, scope.service, isPresigned);
  const signable = isPresigned ? { ...request, rawQuery: withoutSignature(request.rawQuery) } : request;
  const canonical = canonicalRequest(signable, scope.service, signedHeaders, payload.hash);
  const stringToSign = ['AWS4-HMAC-SHA256', timestamp, scopeText(scope), hash('sha256', canonical, 'hex')].join('\n');
  const key = signingKeys(known.secretAccessKey, scope);
  if (!isSameSecret(signature, key.sign(stringToSign))) {
    throw errors.mismatch({ accessKeyId, signature, stringToSign, canonicalRequest: canonical });
  }
  const decoded = payload.decode({ key, timestamp, scope: scopeText(scope), seed: signature });
  return { caller: known.caller, ...decoded };
}
