import type { SignedRequest } from './signature-verifier.ts';

/** Percent-encodes everything but the unreserved characters of RFC 3986, a slash included. */
const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The canonical request that a signature is made over.
 *
 * Source: IAM User Guide, "Create a signed AWS API request"; for S3's path Amazon S3 API Reference,
 * "Signature Calculations for the Authorization Header".
 *
 * @param service S3 encodes the path's characters once; every other service normalises the path and encodes it as
 *   it was sent, percent signs included.
 * @param signedHeaders names in lower case.
 * @param payloadHash hexadecimal SHA-256 of the body, or what stands for it.
 */
export function canonicalRequest(
  request: SignedRequest,
  service: string,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const headers = [...signedHeaders].sort().map((name) => `${name}:${canonicalValue(request.headers[name])}\n`);
  return [
    request.method,
    service === 's3' ? storedPath(request.path) : normalPath(request.path),
    canonicalQuery(request.rawQuery),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

const canonicalValue = (value: string | undefined): string => (value ?? '').trim().replace(/\s+/g, ' ');

/** Keys of objects are taken as they are: `a//b` and `a/../b` are keys of their own. */
const storedPath = (path: string): string =>
  path
    .split('/')
    .map((segment) => uriEncode(decode(segment)))
    .join('/');

function normalPath(path: string): string {
  if (path === '/' || path === '') return '/';
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(uriEncode(segment));
  }
  const end = segments.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${segments.join('/')}${end}`;
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === '') return '';
  const pairs = rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name, value] = splitPair(pair);
      return [uriEncode(decodeQuery(name)), uriEncode(decodeQuery(value))] as const;
    })
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

/** A presigned query without the one parameter that is not signed. */
export const withoutSignature = (rawQuery: string): string =>
  rawQuery
    .split('&')
    .filter((pair) => decodeQuery(splitPair(pair)[0]) !== 'X-Amz-Signature')
    .join('&');

function splitPair(pair: string): readonly [name: string, value: string] {
  const equals = pair.indexOf('=');
  return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const decodeQuery = (text: string): string => decode(text.replaceAll('+', ' '));

/** What is no valid percent-encoding stands for itself. */
function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
