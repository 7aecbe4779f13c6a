import type { GatewayResponse } from '../../gateway.ts';
import type { MockIntegration, RestMethod } from '../configuration.ts';
import { bodyTextOf, type Exchange } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';
import { defaultMediaType, mediaTypeOf } from '../request-headers.ts';
import { createTemplateVariables, type TemplateVariables } from '../templates/template-variables.ts';
import { compileVelocityTemplate, type VelocityTemplate } from '../templates/velocity-template.ts';
import type { Integration } from './integration.ts';
import { compileMockResponses, type MockResponse } from './mock-responses.ts';

/**
 * Compiles a MOCK integration: the request template says a status code, that selects a response.
 * ("Mock integrations for REST APIs in API Gateway")
 *
 * @throws {GatewayConfigurationError} for a template, mapping or pattern that cannot be evaluated.
 */
export function compileMock(integration: MockIntegration, method: RestMethod): Integration {
  const { address } = integration;
  const templates = compileRequestTemplates(integration);
  const selectResponse = compileMockResponses(integration, method);
  return (exchange) => {
    const variables = createTemplateVariables(exchange);
    try {
      const request = renderRequest(exchange, integration, templates, variables);
      if (typeof request !== 'string') return request;
      const statusCode = readStatusCode(request);
      if (statusCode === undefined) {
        return misconfigured(
          `the request template of ${address} gave ${request.slice(0, 100)}. Expected: a statusCode`,
        );
      }
      const response = selectResponse(statusCode);
      if (!response) {
        return misconfigured(`no aws_api_gateway_integration_response of ${address} matches the status ${statusCode}`);
      }
      return render(response, statusCode, exchange, variables);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return misconfigured(`a template of ${address} failed: ${reason}`);
    }
  };
}

function compileRequestTemplates({
  requestTemplates,
  address,
}: MockIntegration): ReadonlyMap<string, VelocityTemplate> {
  return new Map(
    Object.entries(requestTemplates).map(([contentType, template]) => [
      contentType.toLowerCase(),
      compileVelocityTemplate(template, `request_templates[${contentType}]`, address),
    ]),
  );
}

/** The rendered request, or the body as it came where the passthrough behaviour lets it. */
function renderRequest(
  exchange: Exchange,
  { passthroughBehavior, address }: MockIntegration,
  templates: ReadonlyMap<string, VelocityTemplate>,
  variables: TemplateVariables,
): string | Refusal {
  const contentType = mediaTypeOf(exchange.headers.get('content-type') ?? defaultMediaType);
  const template = templates.get(contentType);
  if (template) return template(variables);
  const passesThrough =
    passthroughBehavior === 'WHEN_NO_MATCH' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates.size === 0);
  if (passesThrough) return bodyTextOf(exchange);
  return {
    responseType: 'UNSUPPORTED_MEDIA_TYPE',
    explanation: `${address} has no request template for ${contentType}, and passthrough_behavior ${passthroughBehavior}`,
  };
}

function readStatusCode(request: string): number | undefined {
  try {
    const parsed: unknown = JSON.parse(request);
    if (typeof parsed !== 'object' || parsed === null || !('statusCode' in parsed)) return undefined;
    return typeof parsed.statusCode === 'number' && Number.isInteger(parsed.statusCode) ? parsed.statusCode : undefined;
  } catch {
    return readLooseStatusCode(request);
  }
}

/** API Gateway also takes an object whose keys lack their quotes: `{statusCode: 200}`. */
function readLooseStatusCode(request: string): number | undefined {
  const statusCode = /^\s*\{\s*["']?statusCode["']?\s*:\s*(\d{3})\s*[,}]/.exec(request)?.[1];
  return statusCode === undefined ? undefined : Number(statusCode);
}

function render(
  response: MockResponse,
  statusCode: number,
  exchange: Exchange,
  variables: TemplateVariables,
): GatewayResponse {
  exchange.integration = {
    functionName: undefined,
    latencyMs: 0,
    status: statusCode,
    serviceStatus: statusCode,
    requestId: undefined,
    error: undefined,
  };
  return response(exchange, variables);
}

const misconfigured = (explanation: string): Refusal => ({ responseType: 'API_CONFIGURATION_ERROR', explanation });
