import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Checksums that S3 keeps with an object, by the names that its API gives them. */
export const checksumAlgorithms = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;

export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];

/** @returns the digest's bytes, most significant first. */
export function digest(algorithm: ChecksumAlgorithm, body: Uint8Array): Buffer {
  switch (algorithm) {
    case 'CRC32':
      return bytesOf32(crc32(body));
    case 'CRC32C':
      return bytesOf32(crc32c(body));
    case 'CRC64NVME':
      return crc64nvme(body);
    case 'SHA1':
      return createHash('sha1').update(body).digest();
    case 'SHA256':
      return createHash('sha256').update(body).digest();
  }
}

export const checksumOf = (algorithm: ChecksumAlgorithm, body: Uint8Array) =>
  digest(algorithm, body).toString('base64');

/** Length of a digest in bytes. */
export const digestLengths: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};

/** `x-amz-checksum-crc32` */
export const checksumHeader = (algorithm: ChecksumAlgorithm) => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** Name of the element and member: `ChecksumCRC32`. */
export const checksumElement = (algorithm: ChecksumAlgorithm) => `Checksum${algorithm}`;

function bytesOf32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A reflected polynomial's table for one byte, high and low 32 bits apart. */
interface ByteTable {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** @param high 0 for a polynomial of 32 bits. */
function byteTable(high: number, low: number): ByteTable {
  const table = { high: new Uint32Array(256), low: new Uint32Array(256) };
  for (let byte = 0; byte < 256; byte++) {
    let highBits = 0;
    let lowBits = byte;
    for (let bit = 0; bit < 8; bit++) {
      const carry = lowBits & 1;
      lowBits = ((lowBits >>> 1) | (highBits << 31)) ^ (carry ? low : 0);
      highBits = (highBits >>> 1) ^ (carry ? high : 0);
    }
    table.high[byte] = highBits;
    table.low[byte] = lowBits;
  }
  return table;
}

/** Castagnoli's polynomial, 0x1EDC6F41 reflected. */
const castagnoli = byteTable(0, 0x82f63b78);

function crc32c(body: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of body) crc = (crc >>> 8) ^ (castagnoli.low[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}

/** NVM Express's polynomial, 0xAD93D23594C93659 reflected. */
const nvme = byteTable(0x9a6c9329, 0xac4bc9b5);

function crc64nvme(body: Uint8Array): Buffer {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of body) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (nvme.low[index] ?? 0);
    high = (high >>> 8) ^ (nvme.high[index] ?? 0);
  }
  return Buffer.concat([bytesOf32(~high >>> 0), bytesOf32(~low >>> 0)]);
}
