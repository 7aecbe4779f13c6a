import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { StackDocument } from '../testing/stack-copy.ts';

/**
 * Puts the packages as they are now into a synthesized stack, where a synthesis would put them: below
 * the hash of their bytes. For a change of functions' code alone, of which nothing else of the stack
 * depends; it takes milliseconds where a synthesis takes a second.
 *
 * @param document path of the stack's `cdk.tf.json`.
 * @param packages folder of the zips.
 * @returns how many functions have another package than before.
 */
export function updatePackages(document: string, packages: string): number {
  const stack = JSON.parse(readFileSync(document, 'utf8')) as StackDocument;
  let changed = 0;
  for (const args of Object.values(stack.resource['aws_lambda_function'] ?? {})) {
    const filename = String(args['filename']);
    const updated = updatePackage(filename, dirname(document), packages);
    if (updated.filename === filename) continue;
    args['filename'] = updated.filename;
    args['source_code_hash'] = updated.hash;
    changed += 1;
  }
  // In one step: whoever reads the document meets it whole.
  writeFileSync(`${document}.new`, JSON.stringify(stack, undefined, 2));
  renameSync(`${document}.new`, document);
  return changed;
}

/** `assets/<construct>/<hash>/<name>.zip` */
function updatePackage(filename: string, folder: string, packages: string) {
  const name = basename(filename);
  const source = join(packages, name);
  const digest = createHash('sha256').update(readFileSync(source)).digest();
  const asset = join(dirname(dirname(filename)), digest.toString('hex'), name);
  const target = join(folder, asset);
  if (!existsSync(target)) {
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(source, target);
  }
  return { filename: asset, hash: digest.toString('base64') };
}
