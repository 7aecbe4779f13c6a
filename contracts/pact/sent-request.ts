import { MatchersV3 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import type { Method } from '../route-table.ts';

export type Template = string | MatchersV3.Matcher<string>;

/** A request as a pact says it. */
export interface ExpectedRequest {
  readonly method: Method;
  readonly path: Template;
  readonly query?: Readonly<Record<string, Template>>;
  readonly headers?: Readonly<Record<string, Template>>;
  /** As JSON. */
  readonly body?: unknown;
}

/**
 * What the client sends is what the pact says, to the value. The mock server alone takes any text where
 * the state gives the value: it would take the path of another operation.
 */
export function expectRequest(url: URL, init: RequestInit, expected: ExpectedRequest): void {
  const { method, path, query = {}, headers = {}, body = null } = expected;
  const sent = new Headers(init.headers);
  expect({
    method: init.method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(Object.keys(headers).map((name) => [name, sent.get(name)])),
    body: init.body === undefined ? null : JSON.parse(String(init.body)),
  }).toEqual(MatchersV3.reify({ method, path, query, headers, body } as never));
}
