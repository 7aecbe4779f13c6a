import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the functions keep on disk while they run. */
export interface FunctionsFolder {
  /** Unpacked deployment packages. */
  readonly packages: string;
  /** What Node compiled, for the next thread of the same code. */
  readonly compileCache: string;
  /** What V8 compiled of packages; lasts where Node's cache of the stage does. */
  readonly code: string;
  /** A file without content. */
  readonly emptyFile: string;
  remove(): void;
}

/** Makes a temporary folder. */
export function createFunctionsFolder(): FunctionsFolder {
  const root = mkdtempSync(join(tmpdir(), 'local-stage-functions-'));
  const folder = {
    packages: join(root, 'packages'),
    compileCache: join(root, 'compile-cache'),
    code: join(getCompileCacheDir() ?? root, 'local-stage-packages'),
    emptyFile: join(root, 'empty'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  mkdirSync(folder.packages);
  // Without it, Node would look for a module's type in the folders above.
  writeFileSync(join(root, 'package.json'), '{}');
  writeFileSync(folder.emptyFile, '');
  return folder;
}
