import { createHash } from 'node:crypto';
import { checksumOf } from './checksums.ts';
import type { StoredObject } from './object-store.ts';
import type { Checksum } from './request-checksums.ts';

export interface NewObject {
  readonly key: string;
  readonly body: Buffer;
  readonly contentHeaders: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** @default a CRC-64/NVME, which S3 computes where the sender chose nothing */
  readonly checksum: Checksum | undefined;
  /** Without quotes. @default the body's MD5 */
  readonly etag?: string;
}

/** An object as it is stored, with what S3 computes itself. */
export function storedObject(object: NewObject, nowMs: number): StoredObject {
  return {
    ...object,
    etag: object.etag ?? md5Hex(object.body),
    sizeBytes: object.body.length,
    lastModified: Math.floor(nowMs / 1000) * 1000,
    checksum: object.checksum ?? defaultChecksum(object.body),
  };
}

export const md5Hex = (body: Uint8Array) => createHash('md5').update(body).digest('hex');

const defaultChecksum = (body: Buffer): Checksum => ({
  algorithm: 'CRC64NVME',
  value: checksumOf('CRC64NVME', body),
  type: 'FULL_OBJECT',
});
