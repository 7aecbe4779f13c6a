import { publicApi } from '../../contracts/public-api.ts';
import { type ApiKind, type ApiTable, type Operation, operationsOf } from '../../contracts/route-table.ts';
import { taskApi } from '../../contracts/task-api.ts';

export interface Route extends Operation {
  readonly kind: ApiKind;
}

const routesOf = (api: ApiTable): readonly Route[] =>
  operationsOf(api).map((operation) => ({ ...operation, kind: api.kind }));

/** The rows of both APIs. */
export const everyOperation: readonly Route[] = [...routesOf(taskApi), ...routesOf(publicApi)];

/** The rows of one kind of API that answer a method. */
export const rowsOf = (kind: ApiKind, method: string): readonly Route[] =>
  everyOperation.filter((row) => row.kind === kind && row.method === method);
