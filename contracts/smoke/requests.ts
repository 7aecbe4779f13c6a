import supertest, { type Response } from 'supertest';
import type { ApiTable, Operation } from '../route-table.ts';
import type { SchemaName } from '../schemas/registry.ts';
import type { SignableRequest } from './signing.ts';
import { currentStage, urlsOf } from './stage.ts';

export const stage = currentStage();
const urls = urlsOf(stage);

/** Origins that the stage's pages have, and one that no environment has. */
export const allowedOrigins = stage.corsOrigins;
export const allowedOrigin = stage.corsOrigins[0] ?? '';
export const foreignOrigin = 'https://elsewhere.example';

export const urlOf = (api: ApiTable): string => (api.kind === 'rest' ? urls.taskApi : urls.publicApi);

/** Identifiers that keep the schema and belong to nobody. */
const ulid = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const examples: Partial<Record<SchemaName, string>> = {
  ProjectId: ulid,
  TaskId: ulid,
  CommentId: ulid,
  AttachmentId: ulid,
  ExportId: ulid,
  UserId: '00000000-0000-4000-8000-000000000000',
  PartnerId: 'smoke-partner',
};

/** The row's path with the values given, and an example for each other parameter. */
function pathOf(operation: Operation, values: Readonly<Record<string, string>> = {}): string {
  return operation.pathParameters.reduce((path, { name, schema }) => {
    const example = values[name] ?? examples[schema];
    if (example === undefined) throw new Error(`no example of ${schema} for ${operation.operationId}; add one here`);
    return path.replace(`{${name}}`, example);
  }, operation.path);
}

/** A request as it is sent, for callers that sign it. */
export function signable(api: ApiTable, operation: Operation, { path, body }: SmokeRequest = {}): SignableRequest {
  return {
    method: operation.method,
    url: new URL(`${urlOf(api)}${pathOf(operation, path)}`),
    body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
  };
}

export interface SmokeRequest {
  /** Path parameters. @default examples that belong to nobody */
  readonly path?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or a text as it is. */
  readonly body?: object | string;
  /** @default the operation's own */
  readonly method?: string;
}

/** Longest that a request waits for the stage's throttles, in tries of a second. */
const patience = 10;

/**
 * Sends a request to an operation. A throttled one is sent again, as a client would: the suites that
 * look at something else must not fail for the stage's budget.
 */
export async function send(api: ApiTable, operation: Operation, request: SmokeRequest = {}): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await sendOnce(api, operation, request);
    if (response.status !== 429 || attempt === patience) return response;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

export async function sendOnce(api: ApiTable, operation: Operation, request: SmokeRequest = {}): Promise<Response> {
  const method = (request.method ?? operation.method).toLowerCase() as 'get' | 'post' | 'put' | 'delete' | 'options';
  const test = supertest(urlOf(api))
    [method](pathOf(operation, request.path))
    .set(request.headers ?? {});
  return request.body === undefined ? test : test.send(request.body);
}
