import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RequestRecord } from '../../src/gateway/gateway.ts';
import { createTextPrinter } from '../../src/terminal/text-printer.ts';

beforeEach(() => {
  vi.stubEnv('NO_COLOR', '1');
  vi.useFakeTimers({ toFake: ['setTimeout'] });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const record: RequestRecord = {
  requestId: 'r-1',
  api: 'orders',
  method: 'GET',
  path: '/orders',
  status: 200,
  durationMs: 12.34,
  functionName: 'list-orders',
  functionRequestId: 'f-1',
  explanation: undefined,
};

const invocation = (requestId: string, message: string, streamName = 'stream') =>
  [
    `START RequestId: ${requestId} Version: $LATEST`,
    message,
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\t`,
  ].map((line) => ({ functionName: 'list-orders', streamName, message: line }));

function setUp() {
  let printed = '';
  const printer = createTextPrinter((text) => {
    printed += text;
  });
  const printedSoFar = async () => {
    await setImmediate();
    return printed;
  };
  return { printer, printedSoFar };
}

test("a request's line has below it why it was refused and what its function logged", async () => {
  const { printer, printedSoFar } = setUp();
  for (const event of invocation('f-1', '2026-05-01T12:00:00.000Z\tf-1\tWARN\tno orders')) printer.onFunctionLog(event);
  printer.onRequest({ ...record, status: 502, explanation: 'aws_x.y: malformed' });
  expect(await printedSoFar()).toBe(
    ['502 GET     /orders 12.3 ms list-orders r-1', '  aws_x.y: malformed', '    warn  no orders', ''].join('\n'),
  );
});

test('two invocations at once keep their lines apart', async () => {
  const { printer, printedSoFar } = setUp();
  const [first, second] = [invocation('f-1', 'first', 'a'), invocation('f-2', 'second', 'b')];
  first.forEach((event, index) => {
    printer.onFunctionLog(event);
    const other = second[index];
    if (other) printer.onFunctionLog(other);
  });
  printer.onRequest({ ...record, functionRequestId: 'f-2' });
  printer.onRequest(record);
  const printed = await printedSoFar();
  expect(printed.indexOf('second')).toBeLessThan(printed.indexOf('first'));
});

test('what an invocation logs that no request made is shown by its function', async () => {
  const { printer, printedSoFar } = setUp();
  for (const event of invocation('f-9', 'swept')) printer.onFunctionLog(event);
  expect(await printedSoFar()).toBe('');
  vi.advanceTimersByTime(100);
  expect(await printedSoFar()).toBe(['  by list-orders', '          swept', ''].join('\n'));
});

test('at the end it tells how many requests there were, and which was the slowest', async () => {
  const { printer, printedSoFar } = setUp();
  printer.onRequest(record);
  printer.onRequest({ ...record, status: 404, durationMs: 40 });
  printer.onStop();
  expect(await printedSoFar()).toContain(': 2 requests (1 2xx, 1 4xx), the slowest GET /orders in 40 ms');
});
