import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exportFile } from './export-file.ts';
import type { ExportFormat } from './export-records.ts';
import { type ExportRow, exportColumns } from './export-rows.ts';

const row = (changes: Partial<ExportRow> = {}): ExportRow => ({
  ...(Object.fromEntries(exportColumns.map((column) => [column, ''])) as ExportRow),
  kind: 'project',
  id: '1',
  name: 'Moon base',
  createdAt: '2026-01-01T00:00:00.000Z',
  ...changes,
});

async function fileOf(format: ExportFormat, rows: readonly ExportRow[]): Promise<string> {
  async function* source() {
    yield* rows;
  }
  return (await Array.fromAsync(exportFile(format, source()))).join('');
}

test('CSV has a header line, CRLF and quotes where they are needed', async () => {
  const text = await fileOf('csv', [row({ name: 'a "b", c', description: 'two\nlines' })]);
  expect(text).toBe(
    'kind,id,taskId,name,role,status,assigneeId,authorId,dueDate,description,createdAt\r\n' +
      'project,1,,"a ""b"", c",,,,,,"two\nlines",2026-01-01T00:00:00.000Z\r\n',
  );
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('a cell %j is no formula', async (name) => {
  const text = await fileOf('csv', [row({ name })]);
  const cell = text.split('project,1,,')[1];
  expect(cell?.startsWith(`'${name[0]}`) || cell?.startsWith(`"'${name[0]}`)).toBe(true);
});

test('no cell of a CSV file is a formula, whatever it holds, and none loses anything', async () => {
  const texts = fc.oneof(
    fc.string(),
    fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '"', "'"), fc.string()).map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (name) => {
      const [, line = ''] =
        /\r\nproject,1,,([\s\S]*),,,,,,,2026-01-01T00:00:00.000Z\r\n$/.exec(await fileOf('csv', [row({ name })])) ?? [];
      const cell = line.startsWith('"') ? line.slice(1, -1).replaceAll('""', '"') : line;
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      expect(cell).toBe(/^[=+\-@\t\r]/.test(name) ? `'${name}` : name);
    }),
  );
});

test('JSON is an array of the rows, whatever they hold', async () => {
  const rows = fc.array(fc.record({ name: fc.string(), description: fc.string() }).map(row));
  await fc.assert(
    fc.asyncProperty(rows, async (values) => {
      expect(JSON.parse(await fileOf('json', values))).toEqual(values);
    }),
  );
});
