import { mkdirSync, rmSync } from 'node:fs';
import { pactFolder } from './pact-files.ts';

/** Pact adds to the files that it finds: an interaction that a test no longer has would stay for ever. */
export function setup(): void {
  rmSync(pactFolder, { recursive: true, force: true });
  mkdirSync(pactFolder, { recursive: true });
}
