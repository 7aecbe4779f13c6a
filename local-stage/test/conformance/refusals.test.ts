import { describe, expect, it } from 'vitest';
import { casesOf, collections } from './case-files.ts';
import { isRefused } from './conformance-case.ts';
import { refusal } from './refusal.ts';
import { acceptedDocument, refusedDocuments } from './stages/refused-documents.ts';

const cases = collections.flatMap(casesOf).flatMap(({ id, run }) => (isRefused(run) ? [{ id, run }] : []));
const refusals = new Map<string, Promise<string | undefined>>();

/** Boots with each document once, whatever the number of its cases. */
function refusalOf(name: string): Promise<string | undefined> {
  const document = refusedDocuments[name];
  if (!document) throw new Error(`no refused document '${name}'. Known: ${Object.keys(refusedDocuments).join(', ')}`);
  const found = refusals.get(name) ?? refusal(document);
  refusals.set(name, found);
  return found;
}

describe('a configuration that the local stage does not emulate, or AWS refuses, is refused at boot', () => {
  for (const { id, run } of cases) {
    it(id, async () => {
      expect(await refusalOf(run.refused)).toMatch(new RegExp(`^${run.message}$`, 's'));
    });
  }

  it('for what it says, not for what is beside it', async () => {
    expect(await refusal(acceptedDocument)).toBeUndefined();
  });

  it('and every refused document belongs to a case', () => {
    expect([...new Set(cases.map(({ run }) => run.refused))].sort()).toEqual(Object.keys(refusedDocuments).sort());
  });
});
