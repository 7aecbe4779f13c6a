import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileFault, parseCsv, rowOf } from './rows.ts';

const row = rowOf({ kind: 'task', id: '1', name: '=1+1', description: 'a, "b"\nc' });
const header = 'kind,id,taskId,name,role,status,assigneeId,authorId,dueDate,description,createdAt\r\n';

test('a right file has no fault', () => {
  expect(fileFault(JSON.stringify([row]), 'json', [row])).toBeUndefined();
  expect(fileFault(`${header}task,1,,'=1+1,,,,,,"a, ""b""\nc",\r\n`, 'csv', [row])).toBeUndefined();
});

test('a row too few, another row, and a cell that a spreadsheet would run are faults', () => {
  expect(fileFault('[]', 'json', [row])).toBe('it has 0 rows. Expected: 1');
  expect(fileFault(JSON.stringify([{ ...row, id: '2' }]), 'json', [row])).toContain('row 0 is');
  expect(fileFault(`${header}task,1,,=1+1,,,,,,"a, ""b""\nc",\r\n`, 'csv', [row])).toContain('row 0 is');
  expect(fileFault('task,1\r\n', 'csv', [row])).toBe('its first line is not the header');
});

test('what was written as CSV reads as it was', () => {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { maxLength: 4 }), (records) => {
      expect(parseCsv(records.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join(''))).toEqual(records);
    }),
  );
});
