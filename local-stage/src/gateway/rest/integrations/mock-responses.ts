import type { GatewayResponse } from '../../gateway.ts';
import type { MockIntegration, MockIntegrationResponse, RestMethod } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';
import type { Exchange } from '../exchange.ts';
import { compileConfiguredPattern } from '../patterns.ts';
import { defaultMediaType, mediaTypeOf } from '../request-headers.ts';
import { compileMappingExpression, type RequestValue } from '../request-parameters.ts';
import { type HeaderLine, overrideHeaders, toHeaderLine } from '../response-headers.ts';
import type { ResponseOverride, TemplateVariables } from '../templates/template-variables.ts';
import { compileVelocityTemplate, type VelocityTemplate } from '../templates/velocity-template.ts';

/** Renders one integration response. */
export type MockResponse = (exchange: Exchange, variables: TemplateVariables) => GatewayResponse;

/**
 * Compiles the integration responses of a MOCK integration.
 *
 * @returns the response whose selection pattern matches a status code, or else the one without a pattern.
 */
export function compileMockResponses(
  integration: MockIntegration,
  method: RestMethod,
): (statusCode: number) => MockResponse | undefined {
  const responses = integration.responses.map((response) => ({
    pattern: response.selectionPattern
      ? compileConfiguredPattern(response.selectionPattern, 'selection_pattern', integration.address)
      : undefined,
    render: compileResponse(response, integration, method),
  }));
  const fallback = responses.find(({ pattern }) => !pattern)?.render;
  return (statusCode) => {
    const selected = responses.find(({ pattern }) => pattern?.test(String(statusCode)));
    return selected ? selected.render : fallback;
  };
}

function compileResponse(
  response: MockIntegrationResponse,
  { address }: MockIntegration,
  method: RestMethod,
): MockResponse {
  const declared = method.responses[response.statusCode];
  if (!declared || !/^[1-5]\d\d$/.test(response.statusCode)) {
    throw new GatewayConfigurationError(
      address,
      `it has an integration response of status ${response.statusCode}. Expected: one of the statuses that ` +
        `${method.address} declares (${Object.keys(method.responses).join(', ') || 'none'})`,
    );
  }
  const headers = Object.entries(response.responseParameters).map(([target, expression]) =>
    compileHeader(target, expression, declared.responseParameters, address),
  );
  const templates = compileTemplates(response, address);
  const status = Number(response.statusCode);
  return (exchange, variables) => {
    const template = chooseTemplate(templates, exchange);
    const body = template ? template.render(variables) : '';
    return assemble(exchange, status, renderHeaders(headers, exchange), template?.contentType, body, variables);
  };
}

interface MappedHeader {
  readonly name: string;
  readonly value: RequestValue;
}

function compileHeader(
  target: string,
  expression: string,
  declared: Readonly<Record<string, boolean>>,
  address: string,
): MappedHeader {
  const name = /^method\.response\.header\.(.+)$/.exec(target)?.[1];
  if (name === undefined || !Object.hasOwn(declared, target)) {
    throw new GatewayConfigurationError(
      address,
      `response_parameters maps ${target}. Expected: a method.response.header.NAME that the method response declares`,
    );
  }
  // A MOCK integration answers no headers of its own: nothing is there to map.
  if (expression.startsWith('integration.response.header.')) return { name, value: () => undefined };
  return { name, value: compileMappingExpression(expression, target, address) };
}

function compileTemplates({ responseTemplates }: MockIntegrationResponse, address: string) {
  return new Map(
    Object.entries(responseTemplates)
      .filter(([, template]) => template !== '')
      .map(([contentType, template]) => [
        contentType,
        compileVelocityTemplate(template, `response_templates[${contentType}]`, address),
      ]),
  );
}

/** By the caller's `Accept`, or else JSON, or else the first there is. */
function chooseTemplate(templates: ReadonlyMap<string, VelocityTemplate>, { headers }: Exchange) {
  const accepted = mediaTypeOf(headers.get('accept')?.split(',')[0] ?? '');
  for (const contentType of [accepted, defaultMediaType, ...templates.keys()]) {
    const render = templates.get(contentType);
    if (render) return { contentType, render };
  }
  return undefined;
}

function renderHeaders(headers: readonly MappedHeader[], exchange: Exchange): HeaderLine[] {
  return headers.flatMap(({ name, value }) => toLines(name, value(exchange)));
}

function assemble(
  exchange: Exchange,
  status: number,
  mapped: readonly HeaderLine[],
  contentType: string | undefined,
  body: string,
  variables: TemplateVariables,
): GatewayResponse {
  const override = variables.context.responseOverride;
  const base: HeaderLine[] = [
    ['Content-Type', contentType ?? defaultMediaType],
    ['x-amzn-RequestId', exchange.requestId],
    ['x-amz-apigw-id', exchange.extendedRequestId],
  ];
  return {
    status: overriddenStatus(override) ?? status,
    headers: overrideHeaders(overrideHeaders(base, mapped), overriddenHeaders(override)),
    body: Buffer.from(body),
  };
}

/** API Gateway passes over a status that is no integer from 100 to 599; one below 200 would end no exchange. */
function overriddenStatus({ status }: ResponseOverride): number | undefined {
  return typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599 ? status : undefined;
}

function overriddenHeaders({ header }: ResponseOverride): HeaderLine[] {
  return Object.entries(header).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : toLines(name, String(value)),
  );
}

function toLines(name: string, value: string | undefined): HeaderLine[] {
  const line = value === undefined ? undefined : toHeaderLine(name, value);
  return line ? [line] : [];
}
