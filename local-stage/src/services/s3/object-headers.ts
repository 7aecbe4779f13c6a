import { AwsError } from '../service.ts';
import { invalidArgument } from './errors.ts';
import type { ObjectSummary } from './object-store.ts';

type Headers = Readonly<Record<string, string | undefined>>;

/** Headers of an upload that S3 keeps and gives back, and that a read may override. Source: PutObject, GetObject. */
export const contentHeaderNames = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
] as const;

const metadataPrefix = 'x-amz-meta-';

/** Names and values together, in bytes. Source: Amazon S3 User Guide, "Working with object metadata". */
const maximumMetadataBytes = 2048;

const defaultContentType = 'binary/octet-stream';

/** What an upload's headers say of its content. */
export function readContentHeaders(headers: Headers): Readonly<Record<string, string>> {
  const given = contentHeaderNames.flatMap((name): [string, string][] => {
    const value = headers[name];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return { 'content-type': defaultContentType, ...Object.fromEntries(given) };
}

/** @throws {AwsError} MetadataTooLarge */
export function readMetadata(headers: Headers): Readonly<Record<string, string>> {
  const metadata = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    name.startsWith(metadataPrefix) && value !== undefined ? [[name.slice(metadataPrefix.length), value]] : [],
  );
  const unsendable = metadata.find(([name]) => !/^[\w!#$%&'*+.^`|~-]+$/.test(name));
  if (unsendable) throw invalidArgument('Metadata names must be valid header names', 'x-amz-meta-', unsendable[0]);
  const size = metadata.reduce((total, [name, value]) => total + Buffer.byteLength(name + value), 0);
  if (size > maximumMetadataBytes) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', 400, {
      Size: size,
      MaxSizeAllowed: maximumMetadataBytes,
    });
  }
  return Object.fromEntries(metadata);
}

/** The headers with which GetObject and HeadObject describe an object. */
export function describeObject(object: ObjectSummary): Readonly<Record<string, string>> {
  const metadata = Object.entries(object.metadata).map(([name, value]) => [
    `${metadataPrefix}${name}`,
    mailSafe(value),
  ]);
  return {
    ...validators(object),
    'accept-ranges': 'bytes',
    'x-amz-server-side-encryption': 'AES256',
    ...sendable(object.contentHeaders),
    ...Object.fromEntries(metadata),
  };
}

/** Header values as node:http takes them: UTF-8 as bytes, and nothing that would end the header. */
export function sendable(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const bytes = (value: string) => Buffer.from(value.replace(/\p{Cc}/gu, ' '), 'utf8').toString('latin1');
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, bytes(value)]));
}

/** What a cache compares. */
export const validators = (object: ObjectSummary): Readonly<Record<string, string>> => ({
  etag: `"${object.etag}"`,
  'last-modified': new Date(object.lastModified).toUTCString(),
});

/**
 * A header takes ASCII; other text, which a form may give, goes as an encoded word (RFC 2047).
 * Source: Amazon S3 User Guide, "Working with object metadata".
 */
const mailSafe = (value: string) =>
  /^[\x20-\x7e]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value, 'utf8').toString('base64')}?=`;
