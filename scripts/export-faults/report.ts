import { type TableRow, textTable } from '../text-table.ts';
import type { AcceptedExport, Ledger } from './ledger.ts';

/** What came of the exports that each kind of fault was around: most waves have two kinds. */
export function outcomesTable({ storms, accepted }: Ledger): string {
  const calm = accepted.filter((one) => one.storms.length === 0);
  const rows = [...storms]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, { waves, met }]): TableRow => {
      const found = accepted.filter((one) => one.storms.includes(name));
      return [name, waves, met, ...outcomes(found)];
    });
  return textTable(
    ['fault', 'waves', 'met', 'exports', 'refused at first', 'succeeded', 'failed', 'of those redriven'],
    [...rows, ['none', '', '', ...outcomes(calm)], ['all', '', '', ...outcomes(accepted)]],
  );
}

function outcomes(exports: readonly AcceptedExport[]): readonly number[] {
  const count = (is: (one: AcceptedExport) => boolean) => exports.filter(is).length;
  return [
    exports.length,
    count(({ refusals }) => refusals > 0),
    count(({ outcome }) => outcome === 'succeeded'),
    count(({ outcome }) => outcome === 'failed'),
    count(({ redriven }) => redriven === true),
  ];
}

/** A fault that nothing met shows nothing. */
export const unmetStorms = ({ storms }: Ledger): readonly string[] =>
  [...storms].filter(([, { met }]) => met === 0).map(([name]) => `nothing has met '${name}'. Expected: something`);
