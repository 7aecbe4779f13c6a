import { readFileSync } from 'node:fs';
import type { ErrorCode } from '../contracts/errors.ts';
import { publicApi } from '../contracts/public-api.ts';
import { operationsOf } from '../contracts/route-table.ts';
import { taskApi } from '../contracts/task-api.ts';
import { type Observation, type TestCaseKind, testCaseKinds, testCasesOf } from '../contracts/test-cases.ts';
import { textTable } from './text-table.ts';

/** What a run has shown of a row. */
export interface RowCoverage {
  readonly operationId: string;
  readonly cases: readonly { readonly kind: TestCaseKind; readonly name: string; readonly isShown: boolean }[];
}

/** @param file a line of JSON for each observation. */
export const readObservations = (file: string): readonly Observation[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Observation);

/** @param seenElsewhere codes that no request can bring about at will. */
export function caseCoverage(
  observations: readonly Observation[],
  seenElsewhere: ReadonlySet<ErrorCode>,
): readonly RowCoverage[] {
  const byOperation = Map.groupBy(observations, ({ operationId }) => operationId);
  return [taskApi, publicApi].flatMap((api) =>
    operationsOf(api).map((operation) => ({
      operationId: operation.operationId,
      cases: testCasesOf(operation, api.kind, seenElsewhere).map((testCase) => ({
        kind: testCase.kind,
        name: testCase.name,
        isShown: testCase.isShownBy(byOperation.get(operation.operationId) ?? [], observations),
      })),
    })),
  );
}

/** A line for each row: how many of its cases of each kind were shown, empty where it has none. */
export const caseTable = (coverage: readonly RowCoverage[]): string =>
  textTable(
    ['row', ...testCaseKinds],
    coverage.map(({ operationId, cases }) => [
      operationId,
      ...testCaseKinds.map((kind) => {
        const ofKind = cases.filter((each) => each.kind === kind);
        return ofKind.length === 0 ? '' : `${ofKind.filter(({ isShown }) => isShown).length}/${ofKind.length}`;
      }),
    ]),
  );
