import { describe, expect, it } from 'vitest';
import { type Collection, caseOf, exchangesOf, scriptedIds } from './case-files.ts';
import type { ConformanceCase } from './conformance-case.ts';
import type { ConformanceStage } from './conformance-stage.ts';

/** Shows a case that data alone could not. */
export type Script = (found: ConformanceCase, conformance: ConformanceStage) => Promise<void>;

/** Makes a test of each executed case of a collection, by its id. */
export function runCases(
  collection: Collection,
  stage: () => ConformanceStage,
  scripts: Readonly<Record<string, Script>> = {},
): void {
  const areas = Map.groupBy(exchangesOf(collection), ({ area }) => area);
  for (const [area, cases] of areas) {
    describe(area, () => {
      for (const found of cases) it(found.id, () => stage().expectCase(found));
    });
  }
  describe('shown by scripts', () => {
    for (const [id, script] of Object.entries(scripts)) it(id, () => script(caseOf(collection, id), stage()));
    it('are the cases that say so', () => {
      expect(Object.keys(scripts).sort()).toEqual([...scriptedIds(collection)].sort());
    });
  });
}
