import type { ExportFormat } from './export-records.ts';
import { type ExportRow, exportColumns } from './export-rows.ts';

/** The file's text, piece by piece. */
export async function* exportFile(format: ExportFormat, rows: AsyncIterable<ExportRow>): AsyncGenerator<string> {
  yield* format === 'csv' ? csv(rows) : json(rows);
}

/** RFC 4180: comma, quotes where needed, CRLF, a header line. */
async function* csv(rows: AsyncIterable<ExportRow>): AsyncGenerator<string> {
  yield `${exportColumns.join(',')}\r\n`;
  for await (const row of rows) yield `${exportColumns.map((column) => cell(row[column])).join(',')}\r\n`;
}

async function* json(rows: AsyncIterable<ExportRow>): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const row of rows) {
    yield `${separator}${JSON.stringify(row)}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}

/**
 * A cell that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, "CSV
 * Injection").
 */
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
