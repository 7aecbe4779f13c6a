import { randomFillSync } from 'node:crypto';

/** Asking the system for each identifier took a third of the time of a request; a pool is filled now and then. */
const pool = Buffer.alloc(4096);
let poolUsed = pool.length;

/** @param bytes of randomness, 4096 at most. */
export function randomText(bytes: number, encoding: 'hex' | 'base64url'): string {
  if (poolUsed + bytes > pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  const start = poolUsed;
  poolUsed += bytes;
  return pool.toString(encoding, start, poolUsed);
}
