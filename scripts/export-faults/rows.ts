/**
 * What is in an export, known without the worker: the columns that docs and callers know, and how each
 * format writes them.
 */
const columns = [
  'kind',
  'id',
  'taskId',
  'name',
  'role',
  'status',
  'assigneeId',
  'authorId',
  'dueDate',
  'description',
  'createdAt',
] as const;

export type Row = Readonly<Record<(typeof columns)[number], string>>;

export const rowOf = (cells: Partial<Row>): Row =>
  ({ ...Object.fromEntries(columns.map((column) => [column, ''])), ...cells }) as Row;

export type Format = 'csv' | 'json';
export const formats = ['csv', 'json'] as const satisfies readonly Format[];

/** @returns what is wrong with a file, or nothing. */
export function fileFault(text: string, format: Format, rows: readonly Row[]): string | undefined {
  const found = format === 'json' ? (JSON.parse(text) as Row[]).map(cellsOf) : parseCsv(text).slice(1);
  const expected = rows.map(cellsOf).map((cells) => (format === 'json' ? cells : cells.map(harmless)));
  if (format === 'csv' && !text.startsWith(`${columns.join(',')}\r\n`)) return 'its first line is not the header';
  if (found.length !== expected.length) return `it has ${found.length} rows. Expected: ${expected.length}`;
  const wrong = expected.findIndex((cells, row) => cells.join('\0') !== found[row]?.join('\0'));
  if (wrong === -1) return undefined;
  return `row ${wrong} is ${JSON.stringify(found[wrong])}. Expected: ${JSON.stringify(expected[wrong])}`;
}

const cellsOf = (row: Row): string[] => columns.map((column) => row[column]);

/** What no spreadsheet runs. */
const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

/** Records of a file of RFC 4180. */
export function parseCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const [, quoted, bare = '', end] = cell.exec(text) ?? [];
    if (end === undefined) throw new Error(`the CSV ends at character ${at}. Expected: a cell and its end`);
    record.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === '\r\n') {
      records.push(record);
      record = [];
    }
  }
  return records;
}
