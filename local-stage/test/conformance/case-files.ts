import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ConformanceCase,
  type ExchangeRun,
  isExchange,
  isOutOfScope,
  isRefused,
  isScript,
  type Run,
} from './conformance-case.ts';

/** The collections of facts, each a folder of `cases/` with a file an area. */
export const collections = ['rest-api', 'http-api', 'lambda-sqs', 'cognito', 'events'] as const;
export type Collection = (typeof collections)[number];

/** A case whose run is of one kind. */
export type CaseWith<R extends Run> = ConformanceCase & { readonly run: R };

const folder = join(import.meta.dirname, 'cases');

/** The cases of a collection, in the order of its files. */
export function casesOf(collection: Collection): readonly ConformanceCase[] {
  const files = readdirSync(join(folder, collection)).sort();
  return files.flatMap((file): ConformanceCase[] => JSON.parse(readFileSync(join(folder, collection, file), 'utf8')));
}

/** @throws {Error} for an id that the collection lacks. */
export function caseOf(collection: Collection, id: string): ConformanceCase {
  const found = casesOf(collection).find((candidate) => candidate.id === id);
  if (!found) throw new Error(`no case '${id}' in cases/${collection}`);
  return found;
}

/** Those that are requests with their answers. */
export const exchangesOf = (collection: Collection): readonly CaseWith<ExchangeRun>[] =>
  casesOf(collection).filter((found): found is CaseWith<ExchangeRun> => isExchange(found.run));

/** Ids of those that code of the suite shows. */
export const scriptedIds = (collection: Collection): readonly string[] =>
  casesOf(collection).flatMap(({ id, run }) => (isScript(run) ? [id] : []));

/** What a case's run is, by the list it belongs to; a run that is of several kinds, or none, has no list. */
export function listOf({ run }: ConformanceCase): 'executed' | 'refused' | 'out of scope' | undefined {
  const lists = [
    isExchange(run) && ('executed' as const),
    isScript(run) && ('executed' as const),
    isRefused(run) && ('refused' as const),
    isOutOfScope(run) && ('out of scope' as const),
  ].filter((list) => list !== false);
  return lists.length === 1 ? lists[0] : undefined;
}
