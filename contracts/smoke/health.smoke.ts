import { expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { operationOf } from '../route-table.ts';
import { send } from './requests.ts';

/** Longest that monitors wait for the answer, in milliseconds. */
const limitMs = 1000;

test(`GET /health answers 200 within ${limitMs} ms, once its function is awake`, async () => {
  const operation = operationOf(publicApi, 'getHealth');
  await send(publicApi, operation);
  const from = performance.now();
  const { status, body } = await send(publicApi, operation);
  const milliseconds = performance.now() - from;
  expect({ status, body }).toEqual({ status: 200, body: { status: 'ok' } });
  expect(milliseconds).toBeLessThan(limitMs);
});
