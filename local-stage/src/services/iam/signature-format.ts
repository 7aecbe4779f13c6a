import type { SignedRequest } from './signature-verifier.ts';
import type { CredentialScope } from './signing-key.ts';

/** A signature as a request carries it; what is missing is `undefined`. */
export interface SignatureParts {
  readonly location: 'header' | 'query';
  readonly algorithm: string;
  readonly credential: Credential | undefined;
  /** Names in lower case, in the order given. */
  readonly signedHeaders: readonly string[] | undefined;
  readonly signature: string | undefined;
  /** `20260131T235959Z` */
  readonly timestamp: string | undefined;
  readonly sessionToken: string | undefined;
  /** As sent, on a presigned request. */
  readonly expires: string | undefined;
  /** Pieces of the header that are no `key=value`. */
  readonly strays: readonly string[];
}

export interface Credential {
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
}

/** Reads where a request is signed: its Authorization header, else its query. `undefined` if it is not signed at all. */
export function readSignature(request: Pick<SignedRequest, 'headers' | 'rawQuery'>): SignatureParts | undefined {
  const authorization = request.headers['authorization'];
  if (authorization !== undefined) return readHeader(authorization, request.headers);
  if (!request.rawQuery.includes('X-Amz-')) return undefined;
  const query = new URLSearchParams(request.rawQuery);
  return query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature') ? readQuery(query) : undefined;
}

function readHeader(authorization: string, headers: SignedRequest['headers']): SignatureParts {
  const [algorithm = '', ...pieces] = authorization.trim().split(/[\s,]+/);
  const values = new Map<string, string>();
  const strays: string[] = [];
  for (const piece of pieces.filter((text) => text !== '')) {
    const equals = piece.indexOf('=');
    if (equals <= 0) strays.push(piece);
    else values.set(piece.slice(0, equals), piece.slice(equals + 1));
  }
  return {
    location: 'header',
    algorithm,
    credential: readCredential(values.get('Credential')),
    signedHeaders: readSignedHeaders(values.get('SignedHeaders')),
    signature: values.get('Signature') || undefined,
    timestamp: readTimestamp(headers),
    sessionToken: headers['x-amz-security-token'],
    expires: undefined,
    strays,
  };
}

function readQuery(query: URLSearchParams): SignatureParts {
  const value = (name: string) => query.get(name) ?? undefined;
  return {
    location: 'query',
    algorithm: value('X-Amz-Algorithm') ?? '',
    credential: readCredential(value('X-Amz-Credential')),
    signedHeaders: readSignedHeaders(value('X-Amz-SignedHeaders')),
    signature: value('X-Amz-Signature') || undefined,
    timestamp: basicTimestamp(value('X-Amz-Date')),
    sessionToken: value('X-Amz-Security-Token'),
    expires: value('X-Amz-Expires'),
    strays: [],
  };
}

function readCredential(text: string | undefined): Credential | undefined {
  const [accessKeyId, date, region, service, terminator, ...rest] = text?.split('/') ?? [];
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request' || rest.length > 0)
    return undefined;
  return { accessKeyId, scope: { date, region, service } };
}

const readSignedHeaders = (text: string | undefined): readonly string[] | undefined =>
  text === undefined || text === '' ? undefined : text.toLowerCase().split(';');

/** `X-Amz-Date` goes before `Date`, which HTTP clients write in their own form. */
function readTimestamp(headers: SignedRequest['headers']): string | undefined {
  const amzDate = headers['x-amz-date'];
  if (amzDate !== undefined) return basicTimestamp(amzDate);
  const date = headers['date'];
  if (date === undefined) return undefined;
  const milliseconds = Date.parse(date);
  return basicTimestamp(date) ?? (Number.isNaN(milliseconds) ? undefined : formatTimestamp(milliseconds));
}

const basicTimestamp = (text: string | undefined): string | undefined =>
  text !== undefined && /^\d{8}T\d{6}Z$/.test(text) ? text : undefined;

/** Milliseconds since the epoch as `20260131T235959Z`. */
export const formatTimestamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** `20260131T235959Z` in milliseconds since the epoch; not a number for a time that does not exist. */
export function parseTimestamp(timestamp: string): number {
  const part = (start: number, end: number) => timestamp.slice(start, end);
  const date = `${part(0, 4)}-${part(4, 6)}-${part(6, 8)}`;
  return Date.parse(`${date}T${part(9, 11)}:${part(11, 13)}:${part(13, 16)}`);
}
