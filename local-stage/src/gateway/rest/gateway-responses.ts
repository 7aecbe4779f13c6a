import type { GatewayResponse } from '../gateway.ts';
import type { GatewayResponseOverride, RestApiConfiguration } from './configuration.ts';
import { GatewayConfigurationError } from './configuration-error.ts';
import { errorMessageOf } from './context-variables.ts';
import type { Exchange } from './exchange.ts';
import { compileGatewayResponseTemplate } from './gateway-response-template.ts';
import {
  defaultBody,
  type GatewayResponseType,
  gatewayResponseTypes,
  isGatewayResponseType,
} from './gateway-response-types.ts';
import type { Refusal } from './refusal.ts';
import { defaultMediaType, mediaTypeOf } from './request-headers.ts';
import { compileMappingExpression, type RequestValue } from './request-parameters.ts';
import { type HeaderLine, overrideHeaders, toHeaderLine } from './response-headers.ts';

/** Renders a refusal as the API's gateway responses say. */
export type GatewayResponses = (exchange: Exchange, refusal: Refusal) => GatewayResponse;

interface CompiledOverride {
  readonly statusCode: number | undefined;
  readonly headers: readonly { readonly name: string; readonly value: RequestValue }[];
  readonly templates: ReadonlyMap<string, (exchange: Exchange) => string>;
}

/** @throws {GatewayConfigurationError} for an override that cannot be evaluated. */
export function compileGatewayResponses(api: RestApiConfiguration): GatewayResponses {
  const overrides = new Map<GatewayResponseType, CompiledOverride>();
  for (const [type, override] of Object.entries(api.gatewayResponses)) {
    if (!isGatewayResponseType(type)) {
      const known = Object.keys(gatewayResponseTypes).join(', ');
      throw new GatewayConfigurationError(override.address, `response_type is ${type}. Expected one of: ${known}`);
    }
    overrides.set(type, compileOverride(override));
  }
  return (exchange, refusal) => render(exchange, refusal, findOverride(overrides, refusal.responseType));
}

/** The type's own entry alone applies, with nothing of the default's; a type without one takes the default's. */
function findOverride(overrides: ReadonlyMap<GatewayResponseType, CompiledOverride>, type: GatewayResponseType) {
  const fallback = gatewayResponseTypes[type].status >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX';
  return overrides.get(type) ?? overrides.get(fallback);
}

function compileOverride(override: GatewayResponseOverride): CompiledOverride {
  const { address, statusCode, responseParameters, responseTemplates } = override;
  return {
    statusCode: statusCode === undefined ? undefined : readStatusCode(statusCode, address),
    headers: Object.entries(responseParameters).map(([target, expression]) => ({
      name: readHeaderName(target, address),
      value: compileMappingExpression(expression, target, address),
    })),
    templates: new Map(
      Object.entries(responseTemplates).map(([type, template]) => [
        type,
        compileGatewayResponseTemplate(template, address),
      ]),
    ),
  };
}

function readStatusCode(statusCode: string, address: string): number {
  if (/^[1-5]\d\d$/.test(statusCode)) return Number(statusCode);
  throw new GatewayConfigurationError(address, `status_code is ${statusCode}. Expected: 100 to 599`);
}

function readHeaderName(target: string, address: string): string {
  const name = /^gatewayresponse\.header\.([!#$%&'*+\-.^_`|~\w]+)$/.exec(target)?.[1];
  if (name !== undefined) return name;
  throw new GatewayConfigurationError(
    address,
    `response_parameters has ${target}. Expected: gatewayresponse.header.NAME (a gateway response has no other target)`,
  );
}

function render(exchange: Exchange, refusal: Refusal, override: CompiledOverride | undefined): GatewayResponse {
  const defaults = gatewayResponseTypes[refusal.responseType];
  const template = override && chooseTemplate(override.templates, exchange);
  // An override without a template keeps AWS's own body, its casing and spacing included.
  const body = template ? template.render(exchange) : defaultBody(defaults.body, errorMessageOf(refusal));
  const headers: HeaderLine[] = [
    ['Content-Type', template?.contentType ?? 'application/json'],
    ['x-amzn-RequestId', exchange.requestId],
    ['x-amzn-ErrorType', refusal.errorType ?? defaults.errorType],
    ['x-amz-apigw-id', exchange.extendedRequestId],
  ];
  return {
    status: override?.statusCode ?? refusal.status ?? defaults.status,
    headers: overrideHeaders(headers, override ? renderHeaders(override, exchange) : []),
    body: Buffer.from(body),
  };
}

/** By the caller's first `Accept` entry, or else JSON, or else the first there is. */
function chooseTemplate(templates: CompiledOverride['templates'], { headers }: Exchange) {
  const accepted = mediaTypeOf(headers.get('accept')?.split(',')[0] ?? '');
  for (const contentType of [accepted, defaultMediaType, ...templates.keys()]) {
    const template = templates.get(contentType);
    if (template) return { contentType, render: template };
  }
  return undefined;
}

/** A header whose source the request lacks is left out. */
function renderHeaders(override: CompiledOverride, exchange: Exchange): HeaderLine[] {
  return override.headers.flatMap(({ name, value }) => {
    const text = value(exchange);
    const line = text === undefined ? undefined : toHeaderLine(name, text);
    return line ? [line] : [];
  });
}
