import { AwsError } from '../service.ts';
import type { ResourcePath } from './call.ts';

/** UTF-8 bytes of a key. Source: Amazon S3 User Guide, "Naming Amazon S3 objects". */
const maximumKeyBytes = 1024;

/**
 * Reads a path-style path, `/bucket/key`. A plus sign stands for a space, as S3 takes it in a path;
 * encoded slashes belong to the key like any other.
 *
 * @throws {AwsError} InvalidURI, KeyTooLongError
 */
export function parseResourcePath(path: string): ResourcePath {
  const end = path.indexOf('/', 1);
  const bucketName = decode(end < 0 ? path.slice(1) : path.slice(1, end), path);
  const key = end < 0 ? '' : decode(path.slice(end + 1).replaceAll('+', ' '), path);
  return { bucketName, key: assertKeyLength(key) };
}

/** @throws {AwsError} KeyTooLongError */
export function assertKeyLength(key: string): string {
  const size = Buffer.byteLength(key);
  if (size <= maximumKeyBytes) return key;
  throw new AwsError('KeyTooLongError', 'Your key is too long', 400, { Size: size, MaxSizeAllowed: maximumKeyBytes });
}

function decode(text: string, path: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400, { URI: path });
  }
}

/** The key as a URL's path carries it: each segment encoded, slashes kept. */
export const encodeKey = (key: string) => key.split('/').map(encodeSegment).join('/');

/** `encodeURIComponent`, and what it leaves but RFC 3986 reserves. */
export const encodeSegment = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);
