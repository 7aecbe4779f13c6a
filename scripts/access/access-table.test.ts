import { expect, test } from 'vitest';
import { accessCellsOf } from '../../contracts/access-cells.ts';
import { publicApi } from '../../contracts/public-api.ts';
import { accessReport } from './access-table.ts';

const cells = accessCellsOf(publicApi).filter(
  ({ attempt, operation }) =>
    ['no token', 'contacts token', 'contacts token without the scope'].includes(attempt) &&
    operation.operationId === 'listContacts',
);
const seen = (attempt: string, status: number) => ({ operationId: 'listContacts', attempt, status });

test('a cell that was not run fails the run, however green the others are', () => {
  const { faults, totals } = accessReport(cells, [seen('no token', 401), seen('contacts token', 200)]);
  expect(totals).toBe('3 cells: 2 seen, 0 declared not applicable, 1 not run, 0 seen as something else');
  expect(faults.map(({ text }) => text)).toEqual([
    "GET /contacts with 'contacts token without the scope' was not run. Expected: 403",
  ]);
});

test('a cell that was seen as something else fails the run, and shows in the table', () => {
  const all = [seen('no token', 401), seen('contacts token', 401), seen('contacts token without the scope', 403)];
  const { faults, totals, table } = accessReport(cells, all);
  expect(totals).toBe('3 cells: 3 seen, 0 declared not applicable, 0 not run, 1 seen as something else');
  expect(faults.map(({ text }) => text)).toEqual([
    "GET /contacts with 'contacts token' was answered 401. Expected: admitted",
  ]);
  expect(table).toMatch(/^GET \/contacts +jwt +1!3$/m);
});
