import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isSource } from './watch.ts';

/** Imports and exports from relative paths, of types too. */
const specifiers = /(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)['"]/g;

/**
 * The sources of a folder that import the given files, directly or through others, and the files
 * themselves: what a change of theirs can break the types of.
 *
 * @param files paths below the folder, with `/`.
 * @returns paths in the order of their names.
 */
export function importersOf(files: readonly string[], folder: string): readonly string[] {
  const importers = new Map<string, string[]>();
  for (const importer of sourcesOf(folder)) {
    for (const imported of importsOf(importer)) importers.set(imported, [...(importers.get(imported) ?? []), importer]);
  }
  const reached = new Set(files);
  // A set gives those that are added while it is gone through.
  for (const file of reached) for (const importer of importers.get(file) ?? []) reached.add(importer);
  return [...reached].sort();
}

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => withSlashes(join(folder, name)))
    .filter(isSource);
}

function importsOf(file: string): readonly string[] {
  return [...readFileSync(file, 'utf8').matchAll(specifiers)].map(([, specifier = '']) =>
    withSlashes(join(dirname(file), specifier)),
  );
}

const withSlashes = (path: string): string => path.replaceAll('\\', '/');
