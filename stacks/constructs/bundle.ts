import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A function's deployment package, built before the synthesis. */
export interface Bundle {
  /** Absolute path of the zip. */
  readonly path: string;
  /** SHA-256 of the zip's bytes. */
  readonly sha256: Buffer;
}

/** A function without its deployment package. The message names the function and the file. */
export class MissingBundleError extends Error {
  override readonly name = 'MissingBundleError';
}

/**
 * @param owner the operation, or the function that is no route's, that the bundle belongs to.
 * @param folder where the bundles are, from the working directory.
 * @param name the bundle's name without `.zip`.
 * @throws {MissingBundleError} if there is none.
 */
export function findBundle(owner: string, folder: string, name: string): Bundle {
  const path = resolve(folder, `${name}.zip`);
  if (!existsSync(path)) {
    throw new MissingBundleError(
      `${owner} has no bundle: ${join(folder, `${name}.zip`)} is missing. Expected: the zip that 'npm run bundle' makes of the handler ${name}.ts`,
    );
  }
  return { path, sha256: createHash('sha256').update(readFileSync(path)).digest() };
}
