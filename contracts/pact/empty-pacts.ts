import { mkdirSync, rmSync } from 'node:fs';
import { writtenPactFolder } from './pact-files.ts';

/** Pact adds to the files that it finds: an interaction that a test no longer has would stay for ever. */
export function setup(): void {
  const folder = writtenPactFolder();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
