import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { bundle } from '../bundle.ts';
import type { StackDocument } from '../testing/stack-copy.ts';
import { patched, type SourcePatch } from './breakage.ts';

export interface PatchedPackages {
  /** Lets a stack's functions run these packages in place of its own. */
  install(document: StackDocument): void;
  remove(): void;
}

/**
 * Builds functions from a copy of the sources in which one text is another; the sources stay as they are.
 *
 * @throws {Error} if the text is not there exactly once.
 */
export async function patchedPackages(patch: SourcePatch): Promise<PatchedPackages> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-patched-'));
  for (const room of ['lambdas', 'contracts']) cpSync(room, join(folder, room), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'dir');
  const file = join(folder, patch.file);
  writeFileSync(file, patched(readFileSync(file, 'utf8'), patch));
  const target = join(folder, 'packages');
  await bundle({ sources: join(folder, 'lambdas'), target, only: new Set(patch.functions), apis: [] });
  return {
    install(document) {
      for (const name of patch.functions) functionOf(document, name)['filename'] = join(target, `${name}.zip`);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function functionOf({ resource }: StackDocument, name: string): Record<string, unknown> {
  const found = Object.values(resource['aws_lambda_function'] ?? {}).filter(({ filename }) =>
    String(filename).endsWith(`/${name}.zip`),
  );
  const [only] = found;
  if (!only || found.length > 1) {
    throw new Error(`${found.length} functions of the stack run ${name}.zip. Expected: one`);
  }
  return only;
}
