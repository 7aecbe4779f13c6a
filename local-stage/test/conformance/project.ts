import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { handlerNames, handlerSource } from './handlers.ts';

/** A document on disk with the packages of its functions beside it. */
export interface Project {
  /** Path of the document. */
  readonly document: string;
  readonly folder: string;
  remove(): void;
}

export function writeProject(document: object): Project {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  for (const name of handlerNames) {
    writeFileSync(join(folder, `${name}.zip`), zipSync({ 'index.mjs': strToU8(handlerSource(name)) }));
  }
  const path = join(folder, 'cdk.tf.json');
  writeFileSync(path, JSON.stringify(document));
  return { document: path, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
