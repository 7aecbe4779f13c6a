import { publicApi } from '../../contracts/public-api.ts';
import { type Operation, operationsOf } from '../../contracts/route-table.ts';
import { taskApi } from '../../contracts/task-api.ts';
import type { Resource } from './mutation.ts';

/** Which rows of the route tables a resource of the stack is about, read from its Terraform name. */

const operations: readonly Operation[] = [taskApi, publicApi].flatMap(operationsOf);

/** `/tasks/{taskId}` as names of resources have it. */
const pathInNames = (path: string) => path.replaceAll(/[{}]/g, '').split('/').filter(Boolean).join('_');

/** Empty for a resource that is no route's. */
export function operationsAt({ name }: Pick<Resource, 'name'>): readonly Operation[] {
  const { operationId, model, path } =
    /_(?:routes|stage)_(?<operationId>[A-Za-z]+)_|_validation_(?<model>[A-Z][A-Za-z]+)_|_preflights_(?<path>.+)_(?:method|integration)/.exec(
      name,
    )?.groups ?? {};
  return operations.filter(
    (operation) =>
      operation.operationId === operationId ||
      (model !== undefined && operation.body === model) ||
      (path !== undefined && pathInNames(operation.path) === path),
  );
}

/** Of a kind of access. */
export const operationsFor = (kind: Operation['access']['kind']): readonly Operation[] =>
  operations.filter(({ access }) => access.kind === kind);

/** Matches the names of tests that name one of the operations, by id or by method and path. */
export function about(named: readonly Operation[]): RegExp {
  const names = named.map(
    ({ operationId, method, path }) => `\\b${operationId}\\b|\\b${method} ${escaped(path)}(?= |$)`,
  );
  return named.length === 0 ? /(?!)/ : new RegExp(names.join('|'));
}

/**
 * Of those, attempts to get in that need no other route: what strangers, former members or other partners
 * try is prepared by requests to others.
 */
export const aboutGate = (named: readonly Operation[]): RegExp =>
  new RegExp(`(?:${about(named).source}) with (?![^:]* of )`);

export const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Their ids, of the operations that a resource is about. */
export const rowsAt = (resource: Pick<Resource, 'name'>): readonly string[] =>
  operationsAt(resource).map(({ operationId }) => operationId);
