import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from '@jridgewell/sourcemap-codec';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownSourceMap } from './own-source-map.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-source-map-'));
let code: string;
let whole: string;

beforeAll(async () => {
  mkdirSync(join(folder, 'node_modules', 'library'), { recursive: true });
  const library = `export function check(text) {\n  if (text === 'library') throw new RangeError('of the library');\n}\n`;
  writeFileSync(join(folder, 'node_modules', 'library', 'index.js'), library);
  const shared = `export const fail = (): never => {\n  throw new TypeError('of the project');\n};\n`;
  writeFileSync(join(folder, 'shared.ts'), shared);
  const handler = `import { check } from 'library';\nimport { fail } from './shared.ts';\n\nexport const handler = (text: string) => {\n  check(text);\n  return fail();\n};\n`;
  writeFileSync(join(folder, 'handler.ts'), handler);
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'handler.ts')],
    outdir: join(folder, 'out'),
    bundle: true,
    write: false,
    format: 'cjs',
    minify: true,
    sourcemap: 'linked',
    sourcesContent: false,
  });
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  code = textOf('.js');
  whole = textOf('.map');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Where Node's own reader of source maps says that a text of the package comes from. */
function origin(map: string, text: string): { readonly source?: string; readonly line?: number } {
  const offset = code.indexOf(text);
  expect(offset, `'${text}' in the package`).toBeGreaterThan(0);
  const before = code.slice(0, offset).split('\n');
  const entry = new SourceMap(JSON.parse(map) as SourceMapPayload).findEntry(
    before.length - 1,
    before.at(-1)?.length ?? 0,
  );
  if (!('originalSource' in entry) || entry.originalSource === undefined) return {};
  return { source: entry.originalSource, line: entry.originalLine };
}

it('leads from the package to the project’s own lines', () => {
  const found = origin(ownSourceMap(whole), 'new TypeError');
  expect(found).toEqual({ source: '../shared.ts', line: 1 });
  expect(found).toEqual(origin(whole, 'new TypeError'));
});

it('leaves a place in a library where it is in the package', () => {
  expect(origin(whole, 'new RangeError').source).toMatch(/library/);
  expect(origin(ownSourceMap(whole), 'new RangeError')).toEqual({});
});

it('names no library', () => {
  const { sources } = JSON.parse(ownSourceMap(whole)) as SourceMapPayload;
  expect([...sources].sort()).toEqual(['../handler.ts', '../shared.ts']);
});

it('ends the project’s own lines where a library begins on a later line', () => {
  const sources = ['../handler.ts', '../node_modules/library/index.js'];
  const mappings = encode([[[0, 0, 4, 2]], [], [[3, 1, 0, 0]]]);
  const map = ownSourceMap(JSON.stringify({ version: 3, sources, names: [], mappings }));
  const found = new SourceMap(JSON.parse(map) as SourceMapPayload);
  expect(found.findEntry(0, 5)).toMatchObject({ originalSource: '../handler.ts', originalLine: 4 });
  expect(found.findEntry(2, 5)).toMatchObject({ generatedLine: 2, generatedColumn: 3, originalSource: undefined });
});
