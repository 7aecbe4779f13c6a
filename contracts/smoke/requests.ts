import { setTimeout } from 'node:timers/promises';
import supertest, { type Response } from 'supertest';
import { type Client, createClient } from '../client.ts';
import { type ApiTable, type Operation, operationsOf } from '../route-table.ts';
import type { SchemaName } from '../schemas/registry.ts';
import { apiKeyValue } from './credentials.ts';
import { createInFlight } from './in-flight.ts';
import { refuseLasting } from './lasting-effects.ts';
import { createPacer, shareOf, shares } from './pace.ts';
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

/** Most times that a request is sent which the stage throttles: each waits a second. */
const patience = 10;

/**
 * Sends a request to an operation, in its turn. A throttled one is sent again, as a client would: the
 * suites that look at something else must not fail for who else calls the stage.
 */
export async function send(api: ApiTable, operation: Operation, request: SmokeRequest = {}): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    await turnOf(api, request.method ?? operation.method, operation, request.headers);
    const response = await inFlight(() => sendOnce(api, operation, request));
    if (response.status !== 429 || attempt === patience) return response;
    await setTimeout(1000);
  }
}

/** Sends a request at once, whatever that does to the stage's throttles. */
export async function sendOnce(api: ApiTable, operation: Operation, request: SmokeRequest = {}): Promise<Response> {
  refuseLasting(stage, operation, request.body);
  const method = (request.method ?? operation.method).toLowerCase() as 'get' | 'post' | 'put' | 'delete' | 'options';
  const test = supertest(urlOf(api))
    [method](pathOf(operation, request.path))
    .set(request.headers ?? {});
  return request.body === undefined ? test : test.send(request.body);
}

/** The typed client, each of whose requests waits for its turn. */
export function smokeClient<A extends ApiTable>(
  api: A,
  headers: () => Readonly<Record<string, string>> = () => ({}),
): Client<A> {
  const operations = operationsOf(api);
  return createClient(api, {
    baseUrl: urlOf(api),
    headers,
    maximumRetries: patience,
    async fetch(input, init) {
      const operation = operations.find((candidate) => isOf(candidate, api, String(input), init?.method ?? 'GET'));
      if (!operation) throw new Error(`${init?.method} ${String(input)} is no operation of ${api.name}`);
      refuseLasting(stage, operation, init?.body === undefined ? undefined : String(init.body));
      await turnOf(api, operation.method, operation, headers());
      return inFlight(() => fetch(input, init));
    },
  });
}

function isOf({ method, path }: Operation, api: ApiTable, url: string, sent: string): boolean {
  const pattern = new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
  return method === sent && pattern.test(url.slice(urlOf(api).length).replace(/\?.*/, ''));
}

/** Requests at once: more would start a function's further environments, which a laptop's cores then share. */
const inFlight = createInFlight(3);
const share = stage.controlUrl === undefined ? shares.othersNeedIt : shares.nobodyElseDoes;
const pacer = createPacer();
let smokeKey: Promise<string> | undefined;

/** Waits for a turn under the route's throttle, and under the smoke plan if its key is used. */
async function turnOf(
  api: ApiTable,
  method: string,
  { path, throttle }: Operation,
  headers: SmokeRequest['headers'] = {},
): Promise<void> {
  // Preflights of the REST API have the stage's own throttle, which is that of standard routes.
  const limits = stage.throttles[method === 'OPTIONS' ? 'standard' : throttle];
  await pacer.turn(`${api.name} ${method} ${path}`, shareOf(limits, share));
  const key = headers['x-api-key'];
  if (key === undefined) return;
  smokeKey ??= apiKeyValue(stage.outputs.smokeApiKeyId);
  if (key === (await smokeKey)) await pacer.turn('smoke plan', { ...stage.smokePlan, burst: 1 });
}

/** The gateway's own id of a request: a REST API and an HTTP API name the header differently. */
export const requestIdOf = ({ headers }: Pick<Response, 'headers'>): string | undefined =>
  headers['x-amzn-requestid'] ?? headers['apigw-requestid'];
