import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** @returns what tells files' names and contents, and Node's version, in 64 hexadecimal digits; each file is read once. */
export function createHasher(): (files: readonly string[]) => string {
  /** Of the files that were read; functions share most. */
  const contents = new Map<string, Buffer | undefined>();
  const read = (file: string) => {
    if (!contents.has(file)) contents.set(file, existsSync(file) ? readFileSync(file) : undefined);
    return contents.get(file) ?? 'missing';
  };
  return (files) => {
    const hasher = createHash('sha256').update(process.version);
    for (const file of files) hasher.update(file).update('\0').update(read(file)).update('\0');
    return hasher.digest('hex');
  };
}
