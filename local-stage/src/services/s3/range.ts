import { AwsError } from '../service.ts';

/** Bytes of an object, both ends inclusive. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * Reads a `Range` header. S3 takes one range of bytes; what it cannot read it ignores.
 *
 * @returns `undefined` where the whole object is to be sent.
 * @throws {AwsError} InvalidRange
 */
export function parseRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const match = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/.exec(header?.trim() ?? '');
  if (!match) return undefined;
  const [, first, last, suffix] = match;
  const range =
    suffix === undefined
      ? { first: Number(first), last: last ? Math.min(Number(last), sizeBytes - 1) : sizeBytes - 1 }
      : { first: Math.max(sizeBytes - Number(suffix), 0), last: sizeBytes - 1 };
  if (last && Number(last) < Number(first)) return undefined;
  if (range.first < sizeBytes && suffix !== '0') return range;
  throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
    RangeRequested: header,
    ActualObjectSize: sizeBytes,
  });
}
