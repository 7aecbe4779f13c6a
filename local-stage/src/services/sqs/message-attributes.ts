import { createHash } from 'node:crypto';
import type { MessageAttribute } from './queue-consumer.ts';

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** The bytes of a value: text as UTF-8, binary decoded. */
const valueBytes = (attribute: MessageAttribute): Buffer =>
  attribute.binaryValue === undefined
    ? Buffer.from(attribute.stringValue ?? '', 'utf8')
    : Buffer.from(attribute.binaryValue, 'base64');

/**
 * Bytes that the attributes add to a message's size: names, types and values ("Message metadata for
 * Amazon SQS").
 */
export function sizeOfMessageAttributes(attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (total, [name, attribute]) =>
      total + Buffer.byteLength(name) + Buffer.byteLength(attribute.dataType) + valueBytes(attribute).length,
    0,
  );
}

/**
 * MD5 over names, types and values in the order of the names, each with its length before it
 * ("Calculating the MD5 message digest for message attributes").
 *
 * @returns `undefined` where there are none.
 */
export function md5OfMessageAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    const transport = attribute.binaryValue === undefined ? 1 : 2;
    hash.update(withLength(Buffer.from(name, 'utf8')));
    hash.update(withLength(Buffer.from(attribute.dataType, 'utf8')));
    hash.update(Buffer.of(transport));
    hash.update(withLength(valueBytes(attribute)));
  }
  return hash.digest('hex');
}

export const md5 = (text: string) => createHash('md5').update(text, 'utf8').digest('hex');

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/**
 * The attributes that a ReceiveMessage asks for.
 *
 * @param wanted exact names, `All`, `*`, `.*`, or a prefix as `prefix.*`.
 */
export function selectMessageAttributes(attributes: MessageAttributes, wanted: readonly string[]): MessageAttributes {
  if (wanted.some((name) => name === 'All' || name === '*' || name === '.*')) return attributes;
  const prefixes = wanted.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -2));
  const isWanted = (name: string) => wanted.includes(name) || prefixes.some((prefix) => name.startsWith(prefix));
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
