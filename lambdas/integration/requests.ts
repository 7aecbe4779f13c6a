import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ErrorCode } from '../../contracts/errors.ts';
import { errors } from '../../contracts/errors.ts';
import { publicApi } from '../../contracts/public-api.ts';
import { type ApiTable, type Operation, operationOf } from '../../contracts/route-table.ts';
import { currentStage, urlsOf } from '../../contracts/smoke/stage.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { nobodyInParticular, type ObservedCaller, observed, parse } from './observations.ts';

/** Raw requests by operation id, for what the typed client would not let anybody send. */

export const { outputs, environment } = currentStage();
const urls = urlsOf(currentStage());

export type OperationId = keyof typeof taskApi.rows | keyof typeof publicApi.rows;

export interface RawRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string as it is. */
  readonly body?: unknown;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: an answer that may be anything, for assertions
  readonly body: any;
}

const apiOf = (operationId: OperationId): ApiTable => (operationId in taskApi.rows ? taskApi : publicApi);

export function urlOf(operationId: OperationId, { path = {}, query = {} }: RawRequest = {}): URL {
  const api = apiOf(operationId);
  const operation: Operation = operationOf(api, operationId);
  const filled = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? name));
  const url = new URL(`${api.kind === 'rest' ? urls.taskApi : urls.publicApi}${filled}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

export const methodOf = (operationId: OperationId) => operationOf(apiOf(operationId), operationId).method;

/** A body as it is sent. */
export const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

/** Most tries of a request that the gateway throttles: the suites share the stage's rates. */
const patience = 20;

/** @param as who sends it. @default nobody whom a row tells apart */
export async function send(
  operationId: OperationId,
  request: RawRequest = {},
  as: ObservedCaller = nobodyInParticular,
): Promise<RawAnswer> {
  const { body } = request;
  const fetch = observed(as);
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(urlOf(operationId, request), {
      method: methodOf(operationId),
      headers: headersOf(request),
      ...(body === undefined ? {} : { body: textOf(body) }),
    });
    const text = await response.text();
    if (response.status === 429 && attempt < patience) {
      await setTimeout(100 * attempt);
      continue;
    }
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  }
}

/** Whatever the case of their names, each once. */
function headersOf({ headers = {}, body }: RawRequest): Headers {
  const merged = new Headers(body === undefined ? {} : { 'Content-Type': 'application/json' });
  for (const [name, value] of Object.entries(headers)) merged.set(name, value);
  return merged;
}

/** What an answer looks like that is a problem of this code, for `toMatchObject`. */
export const problem = (code: ErrorCode, details: object = {}) => ({
  status: errors[code].status,
  body: { code, status: errors[code].status, requestId: expect.any(String), ...details },
});

/** Beside the gateway's model: a content type that has none, so that the handler sees the body. */
export const withoutModel = { 'Content-Type': 'text/plain' };
