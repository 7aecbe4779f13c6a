/** A row of a table that is printed. */
export type TableRow = readonly (string | number)[];

/** Columns as wide as their longest cell, two spaces apart. */
export function textTable(heads: readonly string[], rows: readonly TableRow[]): string {
  const texts = [heads, ...rows.map((row) => row.map(String))];
  const widths = heads.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  return texts
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
