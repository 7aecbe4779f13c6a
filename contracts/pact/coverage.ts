import { type ApiTable, type Operation, operationsOf } from '../route-table.ts';
import type { PactDocument, PactExchange } from './pact-files.ts';
import { matchOperation } from './routes.ts';

/** What the consumers' contracts say of one route. */
export interface RouteCoverage {
  readonly api: string;
  readonly operation: Operation;
  /** Consumers whose contracts have it, sorted. */
  readonly consumers: readonly string[];
  /** Successful statuses, sorted: `200`. */
  readonly successes: readonly string[];
  /** Other statuses with the codes that consumers read, sorted: `404 NOT_FOUND`. */
  readonly errors: readonly string[];
}

export interface ContractCoverage {
  readonly routes: readonly RouteCoverage[];
  /** Messages by consumer: `export-worker: an export job for csv`. */
  readonly messages: readonly string[];
  /** What is missing, or waived and should not be. */
  readonly problems: readonly string[];
}

/** @param today whose date ends waivers. */
export function contractCoverage(
  apis: readonly ApiTable[],
  pacts: readonly PactDocument[],
  today: Date,
): ContractCoverage {
  const routes = apis.flatMap((api) => operationsOf(api).map((operation) => routeCoverage(api, operation, pacts)));
  return {
    routes,
    messages: pacts
      .flatMap(({ consumer, interactions }) =>
        interactions.filter(({ http }) => !http).map(({ description }) => `${consumer}: ${description}`),
      )
      .sort(),
    problems: [...unknownRoutes(apis, pacts), ...routes.flatMap((route) => routeProblem(route, today) ?? [])],
  };
}

function routeCoverage(api: ApiTable, operation: Operation, pacts: readonly PactDocument[]): RouteCoverage {
  const covering = exchangesOf(pacts).filter(
    ({ provider, http }) =>
      provider === api.name &&
      matchOperation(api, http.method, http.path)?.operation.operationId === operation.operationId,
  );
  const sorted = (texts: readonly string[]) => [...new Set(texts)].sort();
  const statuses = (isOne: (status: number) => boolean) =>
    sorted(covering.flatMap(({ http }) => (isOne(http.status) ? [answerText(http)] : [])));
  return {
    api: api.name,
    operation,
    consumers: sorted(covering.map(({ consumer }) => consumer)),
    successes: statuses((status) => status < 400),
    errors: statuses((status) => status >= 400),
  };
}

interface Covering {
  readonly consumer: string;
  readonly provider: string;
  readonly description: string;
  readonly http: PactExchange;
}

const exchangesOf = (pacts: readonly PactDocument[]): readonly Covering[] =>
  pacts.flatMap(({ consumer, provider, interactions }) =>
    interactions.flatMap(({ description, http }) => (http ? [{ consumer, provider, description, http }] : [])),
  );

const answerText = ({ status, code }: PactExchange) => (code === undefined ? String(status) : `${status} ${code}`);

const unknownRoutes = (apis: readonly ApiTable[], pacts: readonly PactDocument[]): readonly string[] =>
  exchangesOf(pacts).flatMap(({ consumer, provider, description, http }) => {
    const api = apis.find(({ name }) => name === provider);
    if (api && matchOperation(api, http.method, http.path)) return [];
    return [`${consumer}: '${description}' asks for ${http.method} ${http.path}, which ${provider} has no row for`];
  });

function routeProblem({ api, operation, successes }: RouteCoverage, today: Date): string | undefined {
  const { method, path, operationId, uncontracted } = operation;
  const name = `${api}: ${method} ${path} (${operationId})`;
  if (successes.length > 0) {
    return uncontracted && `${name} is covered, and its row says why it is not. Expected: a row without 'uncontracted'`;
  }
  if (!uncontracted) {
    return `${name} succeeds in no contract. Expected: an interaction of a consumer, or 'uncontracted' in its row with reason and date`;
  }
  if (today.toISOString().slice(0, 10) > uncontracted.until) {
    return `${name} could do without a contract until ${uncontracted.until}. Expected: a contract, or another date with its reason`;
  }
  return undefined;
}
