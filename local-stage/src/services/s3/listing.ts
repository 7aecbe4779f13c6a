import type { ObjectStore, ObjectSummary } from './object-store.ts';

export interface ListingRequest {
  readonly bucket: string;
  readonly prefix: string;
  /** Groups keys up to its first occurrence after the prefix; empty groups nothing. */
  readonly delimiter: string;
  /** Keys up to this one, inclusive, are left out. */
  readonly after: string;
  /** Objects and groups together. */
  readonly maximum: number;
}

export interface Listing {
  readonly objects: readonly ObjectSummary[];
  readonly commonPrefixes: readonly string[];
  /** Where the next page goes on; `undefined` on the last one. */
  readonly nextAfter: string | undefined;
}

/** A group's keys sort before its common prefix with the highest code point, so that one step passes them all. */
const highestCodePoint = '\u{10ffff}';

/** Lists keys and groups in the order of their UTF-8 bytes. */
export function listObjects(store: ObjectStore, request: ListingRequest): Listing {
  const { bucket, prefix, after, maximum } = request;
  const objects: ObjectSummary[] = [];
  const commonPrefixes: string[] = [];
  let position = isBefore(after, prefix) ? { key: prefix, isAfter: false } : { key: after, isAfter: true };
  for (;;) {
    const object = maximum > 0 ? store.next(bucket, position.key, position.isAfter) : undefined;
    if (!object?.key.startsWith(prefix)) return { objects, commonPrefixes, nextAfter: undefined };
    const group = groupOf(object.key, request);
    const isGrouped = group !== undefined && group === commonPrefixes.at(-1);
    if (!isGrouped && objects.length + commonPrefixes.length === maximum) {
      return { objects, commonPrefixes, nextAfter: position.key };
    }
    if (group === undefined) objects.push(object);
    else if (!isGrouped) commonPrefixes.push(group);
    position = { key: group === undefined || isGrouped ? object.key : group + highestCodePoint, isAfter: true };
  }
}

const isBefore = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right)) < 0;

function groupOf(key: string, { prefix, delimiter }: ListingRequest): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
