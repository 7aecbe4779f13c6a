import { expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { defineApi, get, open } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { contractCoverage } from './coverage.ts';
import { type PactDocument, type PactExchange, pactFolder, readPacts } from './pact-files.ts';

const today = new Date('2027-01-15T12:00:00Z');
const row = {
  summary: 'Tell',
  access: open({ owner: 'us', reason: 'a test', reviewBy: '2027-06-30' }),
  answers: { 200: { schema: 'Health' } },
  errors: [],
  throttle: 'standard',
  idempotency: 'safe',
  touches: {},
} as const;
const thing = { ...row, path: { projectId: 'ProjectId' } } as const;
const waived = (until: string) => ({ ...row, uncontracted: { reason: 'nobody calls it yet', until } });

function pact(...exchanges: readonly Partial<PactExchange>[]): PactDocument {
  return {
    file: 'pact.json',
    consumer: 'page',
    provider: 'api',
    interactions: exchanges.map((exchange) => ({
      description: 'a request',
      states: [],
      http: { method: 'GET', path: '/things', status: 200, code: undefined, ...exchange },
      isOnEveryStage: false,
    })),
  };
}
const problemsOf = (api: Parameters<typeof contractCoverage>[0][number], ...pacts: readonly PactDocument[]) =>
  contractCoverage([api], pacts, today).problems;

test('the contracts cover every route of this project, but for those that say why', () => {
  expect(contractCoverage([taskApi, publicApi], readPacts(pactFolder), today).problems).toEqual([]);
});

test('a route is shown with its consumers, successes and errors', () => {
  const api = defineApi('api', 'http', {
    listThings: get('/things', row),
    getThing: get('/things/{projectId}', thing),
  });
  const errors = pact({ path: '/things/1', status: 404, code: 'NOT_FOUND' }, { path: '/things/1', status: 401 });
  const { routes } = contractCoverage([api], [pact({}, { path: '/things/1' }), errors], today);
  expect(routes).toMatchObject([
    { consumers: ['page'], successes: ['200'], errors: [] },
    { consumers: ['page'], successes: ['200'], errors: ['401', '404 NOT_FOUND'] },
  ]);
});

test('a route that only fails in contracts is not covered', () => {
  const api = defineApi('api', 'http', { listThings: get('/things', row) });
  expect(problemsOf(api, pact({ status: 401 }))).toEqual([
    expect.stringContaining('api: GET /things (listThings) succeeds in no contract'),
  ]);
  expect(problemsOf(api)).toHaveLength(1);
});

test('a row may say why it has no contract, until a day', () => {
  const until = (date: string) => defineApi('api', 'http', { listThings: get('/things', waived(date)) });
  expect(problemsOf(until('2027-01-15'))).toEqual([]);
  expect(problemsOf(until('2027-01-14'))).toEqual([expect.stringContaining('without a contract until 2027-01-14')]);
  expect(problemsOf(until('2027-06-30'), pact({}))).toEqual([expect.stringContaining("a row without 'uncontracted'")]);
});

test('a waiver has a reason and a date', () => {
  const uncontracted = { reason: ' ', until: 'soon' };
  expect(() => defineApi('api', 'http', { listThings: get('/things', { ...row, uncontracted }) })).toThrow(
    'without a reason',
  );
});

test('a contract about a route that is not there is a problem', () => {
  const api = defineApi('api', 'http', { listThings: get('/things', row) });
  expect(problemsOf(api, pact({}, { method: 'DELETE' }))).toEqual([
    "page: 'a request' asks for DELETE /things, which api has no row for",
  ]);
});
