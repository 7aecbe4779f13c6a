import { expect, test } from 'vitest';
import { errorLineOf } from '../../src/terminal/error-lines.ts';

test.each([
  [
    'a structured error',
    '{"level":"ERROR","message":"INTERNAL_ERROR","error":{"name":"TypeError","message":"x is\\nundefined","location":"/a.ts:3"}}',
    'INTERNAL_ERROR: TypeError: x is undefined (/a.ts:3)',
  ],
  ['a structured error without a cause', '{"level":"ERROR","message":"no luck"}', 'no luck'],
  ['console.error', '2026-01-01T00:00:00.000Z\tid\tERROR\tno luck\nat all', 'no luck at all'],
  [
    'an uncaught exception',
    '2026-01-01T00:00:00.000Z\tid\tERROR\tInvoke Error\t{"errorType":"Error","errorMessage":"boom","stack":["Error: boom","    at handler (/a.ts:3)","    at b"]}',
    'Invoke Error Error: boom at handler (/a.ts:3)',
  ],
  [
    'a timeout',
    '2026-01-01T00:00:00.000Z id Task timed out after 3.00 seconds',
    '2026-01-01T00:00:00.000Z id Task timed out after 3.00 seconds',
  ],
])('%s is a line', (_, message, line) => {
  expect(errorLineOf(message)).toBe(line);
});

test.each([
  'START RequestId: id Version: $LATEST',
  '2026-01-01T00:00:00.000Z\tid\tINFO\tall is well',
  '{"level":"INFO","message":"answered"}',
  '{not JSON',
])('%s is none', (message) => {
  expect(errorLineOf(message)).toBeUndefined();
});
