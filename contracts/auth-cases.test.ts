import { expect, test } from 'vitest';
import { authCasesOf } from './auth-cases.ts';
import { publicApi } from './public-api.ts';
import { operationsOf } from './route-table.ts';
import { taskApi } from './task-api.ts';

test('every route has a case that is admitted, and every protected one a case that is not', () => {
  for (const api of [taskApi, publicApi]) {
    const cases = authCasesOf(api);
    for (const operation of operationsOf(api)) {
      const verdicts = cases.filter(({ operation: { operationId } }) => operationId === operation.operationId);
      expect(verdicts.filter(({ verdict }) => verdict === 'admitted')).toHaveLength(1);
      expect(verdicts.some(({ verdict }) => verdict !== 'admitted')).toBe(operation.access.kind !== 'public');
    }
  }
});
