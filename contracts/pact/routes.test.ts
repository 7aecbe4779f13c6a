import { expect, test } from 'vitest';
import { defineApi, get, open } from '../route-table.ts';
import { routesOf } from './routes.ts';

const row = {
  summary: 'Tell',
  access: open({ owner: 'us', reason: 'a test', reviewBy: '2027-06-30' }),
  answers: { 200: { schema: 'Health' } },
  errors: [],
  throttle: 'standard',
  idempotency: 'safe',
  touches: {},
} as const;
const path = { projectId: 'ProjectId' } as const;
const routeOf = routesOf(
  defineApi('api', 'http', {
    getThing: get('/things/{projectId}', { ...row, path }),
    getLatest: get('/things/latest', row),
    listParts: get('/things/{projectId}/parts', { ...row, path }),
  }),
);

test.each([
  ['/things/1', 'GET /things/{projectId} (getThing)', { projectId: '1' }],
  ['/things/latest', 'GET /things/latest (getLatest)', {}],
  ['/things/1/parts', 'GET /things/{projectId}/parts (listParts)', { projectId: '1' }],
])('GET %s is %s', (to, name, pathParameters) => {
  expect(routeOf('GET', to)).toEqual({ name, pathParameters });
});

test.each([
  ['POST', '/things/1'],
  ['GET', '/things'],
  ['GET', '/things/1/parts/2'],
])('%s %s is none', (method, to) => {
  expect(routeOf(method, to)).toBeUndefined();
});
