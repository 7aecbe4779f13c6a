import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';

/** A source map (ECMA-426), version 3, as esbuild writes it. */
interface SourceMap {
  readonly version: 3;
  readonly sources: readonly string[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/**
 * A package's source map without the libraries in it. They are nine tenths of it, and Node reads all of it at each
 * cold start; positions within them stay positions of the package.
 *
 * @param text JSON.
 * @returns JSON.
 */
export function ownSourceMap(text: string): string {
  const map = JSON.parse(text) as SourceMap;
  const [sources, names] = [createIndex(map.sources), createIndex(map.names)];
  // Over lines: whoever looks for a place takes the mapping before it, on whichever line that is.
  let isMapped = false;
  const mappings = decode(map.mappings).map((line) =>
    line.flatMap((segment): SourceMapSegment[] => {
      const [column, source, sourceLine, sourceColumn, name] = segment;
      const wasMapped = isMapped;
      isMapped = source !== undefined && !isLibrary(map.sources[source] ?? '');
      if (!isMapped || source === undefined || sourceLine === undefined || sourceColumn === undefined) {
        // Where a library begins, the mapping before it ends.
        return wasMapped ? [[column]] : [];
      }
      const place = [column, sources.indexOf(source), sourceLine, sourceColumn] as const;
      return [name === undefined ? [...place] : [...place, names.indexOf(name)]];
    }),
  );
  return JSON.stringify({
    version: map.version,
    sources: sources.used(),
    names: names.used(),
    // Node does not read the end of a mapping as the last thing of all: a line without any comes after it.
    mappings: encode([...mappings, []]),
  } satisfies SourceMap);
}

const isLibrary = (source: string): boolean => source.includes('node_modules/');

/** Numbers anew what is used of a list. */
function createIndex(all: readonly string[]) {
  const indices = new Map<number, number>();
  return {
    indexOf(index: number): number {
      const known = indices.get(index) ?? indices.size;
      indices.set(index, known);
      return known;
    },
    used: () => [...indices.keys()].map((index) => all[index] ?? ''),
  };
}
