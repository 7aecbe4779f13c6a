import { describe, expect, it } from 'vitest';
import { type Collection, casesOf, collections, listOf } from './case-files.ts';
import { assertsSomething, scriptFacts, unknownMembers } from './comparison.ts';
import { type ConformanceCase, isExchange, isOutOfScope, type Step } from './conformance-case.ts';

/** How many facts each collection was gathered with: a case that is lost shows here. */
const gathered: Readonly<Record<Collection, number>> = {
  'rest-api': 143,
  'http-api': 92,
  'lambda-sqs': 43,
  cognito: 19,
  events: 20,
};

const all = collections.flatMap(casesOf);
const exchanges = all.flatMap((found) => (isExchange(found.run) ? [{ ...found, run: found.run }] : []));

describe('the cases', () => {
  it.each(collections)('of %s are all there, each under an id of its own', (collection) => {
    expect(casesOf(collection)).toHaveLength(gathered[collection]);
  });

  it('have ids that no two of them share', () => {
    const ids = all.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('are executed, refused or out of scope: exactly one of these', () => {
    expect(all.filter((found) => listOf(found) === undefined).map(({ id }) => id)).toEqual([]);
  });

  it('say where their facts are from', () => {
    const confidences = ['aws-recorded', 'aws-docs', 'third-party'];
    const vague = all.filter(({ source, confidence }) => !source || !confidences.includes(confidence));
    expect(vague.map(({ id }) => id)).toEqual([]);
  });
});

describe('an executed case of data', () => {
  it('expects nothing that the suite would pass over', () => {
    const unknown = exchanges.flatMap(({ id, expect: fact, run }) =>
      [fact, ...expectationsOf(run)].flatMap((expected) =>
        unknownMembers(expected).map((member) => `${id}: ${member}`),
      ),
    );
    expect(unknown).toEqual([]);
  });

  it('can fail at every one of its steps', () => {
    const toothless = exchanges.filter(({ expect: fact, run }) => {
      const last = { ...fact, ...run.expect };
      return [...(run.before ?? []).map((step) => step.expect ?? {}), last].some((step) => !assertsSomething(step));
    });
    expect(toothless.map(({ id }) => id)).toEqual([]);
  });

  it('replaces what its fact expects only with a reason', () => {
    expect(exchanges.filter((found) => replaced(found).length > 0 && !found.run.because).map(({ id }) => id)).toEqual(
      [],
    );
  });
});

describe('a case out of scope', () => {
  const outOfScope = all.flatMap(({ id, run }) => (isOutOfScope(run) ? [{ id, reason: run.outOfScope }] : []));

  it('has a reason', () => {
    expect(outOfScope.filter(({ reason }) => reason.length < 40).map(({ id }) => id)).toEqual([]);
  });

  it('is one of a few', () => {
    for (const { id, reason } of outOfScope) console.log(`out of scope: ${id}: ${reason}`);
    for (const collection of collections) console.log(`${collection}: ${countsOf(collection)}`);
    expect(outOfScope.map(({ id }) => id)).toEqual([
      'rest-header-method-override',
      'rest-throttle-account',
      'lambda-dryrun',
    ]);
  });
});

const expectationsOf = (run: Step & { readonly before?: readonly Step[] }) =>
  [run, ...(run.before ?? [])].flatMap((step) => step.expect ?? []);

/** Members of the fact that the run says otherwise, or that only a script would read. */
function replaced({ expect: fact, run }: ConformanceCase & { readonly run: Step }): readonly string[] {
  const stated = Object.entries(fact).filter(([, value]) => !isEmpty(value));
  return stated
    .map(([member]) => member)
    .filter((member) => Object.hasOwn(run.expect ?? {}, member) || (scriptFacts.has(member) && run.expect));
}

const isEmpty = (value: unknown) =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);

function countsOf(collection: Collection): string {
  const lists = Map.groupBy(casesOf(collection), listOf);
  return ['executed', 'refused', 'out of scope']
    .map((list) => `${lists.get(list as 'executed')?.length ?? 0} ${list}`)
    .join(', ');
}
