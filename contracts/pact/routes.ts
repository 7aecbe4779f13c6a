import { type ApiTable, type Operation, operationsOf } from '../route-table.ts';
import type { Route } from './provider.ts';

/** The operation that a request is for, and what its path gives to it. */
interface MatchedOperation {
  readonly operation: Operation;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Paths without parameters are before those with: `/projects/mine` is not a project. */
export function matchOperation(api: ApiTable, method: string, path: string): MatchedOperation | undefined {
  const candidates = operationsOf(api)
    .filter((operation) => operation.method === method)
    .sort((one, other) => one.pathParameters.length - other.pathParameters.length);
  for (const operation of candidates) {
    const groups = patternOf(operation).exec(path)?.groups;
    if (groups || patternOf(operation).test(path)) return { operation, pathParameters: { ...groups } };
  }
  return undefined;
}

const patternOf = ({ path }: Operation) => new RegExp(`^${path.replaceAll(/\{([^}]+)\}/g, '(?<$1>[^/]+)')}$`);

/** As `Provider.routeOf` gives it. */
export const routesOf =
  (api: ApiTable) =>
  (method: string, path: string): Route | undefined => {
    const matched = matchOperation(api, method, path);
    if (!matched) return undefined;
    const { operation, pathParameters } = matched;
    return { name: `${operation.method} ${operation.path} (${operation.operationId})`, pathParameters };
  };
