import { bodyTextOf, type Exchange } from '../exchange.ts';
import { buildIntegrationHeaders } from '../integration-headers.ts';
import { lastValues } from '../query-parameters.ts';
import { buildRequestContext } from '../request-context.ts';
import { compileJsonPath } from './json-path.ts';
import { createUtil } from './template-util.ts';

/** What a template may set to change the answer. */
export interface ResponseOverride {
  status?: unknown;
  readonly header: Record<string, unknown>;
}

export interface TemplateVariables extends Record<string, unknown> {
  readonly context: { readonly responseOverride: ResponseOverride };
}

/** Root variables of a mapping template for one request; the override is what the templates set in it. */
export function createTemplateVariables(exchange: Exchange): TemplateVariables {
  return {
    input: createInput(exchange),
    context: { ...buildRequestContext(exchange), responseOverride: { header: {} } },
    stageVariables: { ...exchange.stage.variables },
    util: createUtil(),
  };
}

/** `$input`. A parameter that was not sent is an empty text; names are compared as sent. */
function createInput(exchange: Exchange) {
  const groups = {
    path: asMap(exchange.route?.pathParameters ?? {}),
    querystring: asMap(lastValues(exchange.query ?? {})),
    header: asMap(buildIntegrationHeaders(exchange, 'authorizer').headers),
  };
  return {
    body: bodyTextOf(exchange),
    params(name?: string) {
      if (name === undefined) return groups;
      return groups.path.get(name) || groups.querystring.get(name) || groups.header.get(name);
    },
    path: (expression: string) => compileJsonPath(expression)(parseBody(exchange)),
    json: (expression: string) => JSON.stringify(compileJsonPath(expression)(parseBody(exchange)) ?? null),
  };
}

/** A map whose `get` answers an empty text for what is not there, as `$input.params()`'s do. */
function asMap(values: Readonly<Record<string, string>>): Record<string, string> & { get(name: string): string } {
  const map: Record<string, string> = { ...values };
  return Object.defineProperties(map as Record<string, string> & { get(name: string): string }, {
    get: { value: (name: string) => (Object.hasOwn(values, name) ? values[name] : ''), enumerable: false },
    containsKey: { value: (name: string) => Object.hasOwn(values, name), enumerable: false },
  });
}

function parseBody(exchange: Exchange): unknown {
  const text = bodyTextOf(exchange);
  return text === '' ? {} : JSON.parse(text);
}
