import { logger } from '../shared/logger.ts';

/** Values that a secret has now, the newest first: the current one, and the previous one while both are good. */
export type SecretValues = readonly string[];

/** A secret that is changed while callers still use its previous value. */
export interface RotatedSecret {
  /**
   * What the attempt gives for the first value that fits. Where none does, and the values were not read within
   * the last five minutes, they are read again: forged signatures cause no more reads than that.
   *
   * @param attempt gives undefined for a value that does not fit.
   * @returns undefined if no value fits.
   * @throws {Error} if the values cannot be read and there is no copy that may still be used.
   */
  find<T>(now: Date, attempt: (value: string) => T | undefined | Promise<T | undefined>): Promise<T | undefined>;
}

/** Shortest time between two reads that unknown signatures cause, in milliseconds. */
const readAgainMs = 5 * 60_000;
/** Longest that a copy is used: a value that is taken away is good for no longer. In milliseconds. */
const longestCopyMs = 60 * 60_000;

interface Copy {
  readonly values: SecretValues;
  readonly readAt: number;
  /** When it was last tried to read them again. */
  readonly triedAt: number;
}

/** @param read asks for the values; what it throws is not kept. */
export function rotatedSecret(read: () => Promise<SecretValues>): RotatedSecret {
  let copy: Copy | undefined;
  let reading: Promise<Copy> | undefined;

  /** Requests that meet share one read. */
  const readNow = (now: number): Promise<Copy> => {
    reading ??= read()
      .then((values) => {
        copy = { values, readAt: now, triedAt: now };
        return copy;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  const current = async (now: number): Promise<Copy> =>
    copy && now - copy.readAt < longestCopyMs ? copy : readNow(now);
  const newer = async (known: Copy, now: number): Promise<Copy | undefined> => {
    if (copy && copy.values !== known.values) return copy;
    if (!reading && now - (copy ?? known).triedAt < readAgainMs) return undefined;
    copy = { ...(copy ?? known), triedAt: now };
    return readNow(now).catch((error: unknown) => {
      logger.warn('the secret could not be read again; the copy stays', { error: String(error) });
      return undefined;
    });
  };

  return {
    async find(now, attempt) {
      const known = await current(now.getTime());
      const found = await firstOf(known.values, attempt);
      if (found !== undefined) return found;
      const fresh = await newer(known, now.getTime());
      return fresh && firstOf(fresh.values, attempt);
    },
  };
}

async function firstOf<T>(values: SecretValues, attempt: (value: string) => T | undefined | Promise<T | undefined>) {
  for (const value of values) {
    const found = await attempt(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
