import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { authCasesOf } from '../auth-cases.ts';
import { publicApi } from '../public-api.ts';
import { taskApi } from '../task-api.ts';
import { type Callers, createCallers } from './callers.ts';
import { send, signable } from './requests.ts';

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

const cases = [taskApi, publicApi].flatMap((api) => authCasesOf(api));

describe.concurrent.each(cases)(
  '$operation.method $operation.path with $credentials',
  ({ api, operation, credentials, verdict }) => {
    test(`is ${verdict}`, async () => {
      // A body that no schema takes: what is admitted changes nothing.
      const body = operation.body === undefined ? {} : { body: { smoke: true } };
      const headers = await callers.headersFor(credentials, signable(api, operation, body));
      const { status } = await send(api, operation, { headers, ...body });
      if (verdict === 'admitted') {
        expect([401, 403, 429]).not.toContain(status);
        expect(status).toBeLessThan(500);
      } else {
        expect(status).toBe(verdict);
      }
    });
  },
);
