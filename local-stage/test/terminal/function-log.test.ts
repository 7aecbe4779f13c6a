import { expect, test } from 'vitest';
import { readFunctionLine } from '../../src/terminal/function-log.ts';

test.each([
  [
    'a line of the console',
    '2026-05-01T12:00:00.000Z\t7f3c\tINFO\tgot order 7\n  of 8',
    { level: 'INFO', text: 'got order 7 of 8' },
  ],
  [
    "a structured line, without what all of a function's have",
    '{"level":"INFO","message":"export succeeded","timestamp":"t","service":"s","function_name":"f","exportId":"e-1","counts":{"rows":3}}',
    { level: 'INFO', text: 'export succeeded exportId=e-1 counts={"rows":3}' },
  ],
  [
    'an error with its cause',
    '{"level":"ERROR","message":"export failed","error":{"name":"AccessDenied","message":"no","location":"a.ts:1"}}',
    { level: 'ERROR', text: 'export failed: AccessDenied: no (a.ts:1)' },
  ],
  ['any other text', 'plain words\n', { level: undefined, text: 'plain words' }],
  ['what only looks like JSON', '{not json', { level: undefined, text: '{not json' }],
])('%s is read', (_what, message, line) => {
  expect(readFunctionLine(message)).toEqual(line);
});

test.each([
  'START RequestId: 7f3c Version: $LATEST',
  'END RequestId: 7f3c',
  'REPORT RequestId: 7f3c\tDuration: 1.00 ms',
  '{"_aws":{"Timestamp":1},"ExportsStarted":1}',
])('%s says nothing to a reader', (message) => {
  expect(readFunctionLine(message)).toBeUndefined();
});

test('a long line is cut off', () => {
  expect(readFunctionLine('x'.repeat(1000))?.text).toHaveLength(401);
});
