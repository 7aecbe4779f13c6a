import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { createExecutionEnvironment } from '../../src/functions/execution-environment.ts';
import { temporaryFolder } from './stage-functions.ts';

/** Keeps what it was asked to, and tells how many bytes its thread's heap has in use. */
const source = `const { getHeapStatistics } = require('node:v8');
let kept;
exports.handler = async ({ keep }) => {
  kept = keep && Array.from({ length: 500000 }, () => ({}));
  return getHeapStatistics().used_heap_size;
};`;

async function startEnvironment() {
  const folder = temporaryFolder();
  const modulePath = join(folder, 'index.cjs');
  writeFileSync(modulePath, source);
  const clock = createClock(0);
  const environment = createExecutionEnvironment({
    data: {
      modulePath,
      handler: 'index.handler',
      codeFile: join(folder, 'code'),
      functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:keeper',
      sharedTime: clock.sharedTime,
    },
    ...{ memorySizeMb: 256, clock, variables: {}, log: () => undefined, onEnd: () => undefined },
  });
  onTestFinished(() => environment.stop());
  expect(await environment.initialize(10_000)).toEqual({ kind: 'initialized' });
  const usedAfter = async (event: object) => {
    const message = { requestId: 'r', event: JSON.stringify(event), deadlineMs: 10_000, traceId: 't' };
    const outcome = await environment.invoke(message, 10_000);
    return outcome.kind === 'answer' ? Number(outcome.payload) : outcome;
  };
  return { environment, usedAfter };
}

it('gives back what its handler holds no longer, once it is asked to, and goes on', async () => {
  const { environment, usedAfter } = await startEnvironment();
  const megabytes = 1e6;
  expect(await usedAfter({ keep: true })).toBeGreaterThan(20 * megabytes);
  expect(await usedAfter({ keep: false })).toBeGreaterThan(20 * megabytes);
  await vi.waitFor(async () => {
    environment.giveBackMemory();
    expect(await usedAfter({ keep: false })).toBeLessThan(10 * megabytes);
  });
});
