import { bodyTextOf, type Exchange, httpMethodOf, routeOf } from '../exchange.ts';
import { buildIntegrationHeaders } from '../integration-headers.ts';
import { lastValues } from '../query-parameters.ts';
import { buildRequestContext } from '../request-context.ts';
import type { BinaryMediaTypes } from './binary-media-types.ts';

/**
 * The event of a Lambda proxy integration, as JSON text. ("Lambda proxy integrations in API Gateway":
 * input format) Unlike the HTTP API's, its path and path parameters stay percent-encoded.
 */
export function buildProxyEvent(exchange: Exchange, binary: BinaryMediaTypes): string {
  const { resource, pathParameters } = routeOf(exchange);
  const { headers, multiValueHeaders } = buildIntegrationHeaders(exchange, 'integration');
  const { query, stage, request } = exchange;
  const hasBody = request.body.length > 0;
  const isBase64Encoded = hasBody && binary.isRequestBinary(exchange);
  return JSON.stringify({
    resource: resource.path,
    path: exchange.path.belowStage,
    httpMethod: httpMethodOf(exchange),
    headers,
    multiValueHeaders,
    queryStringParameters: query && lastValues(query),
    multiValueQueryStringParameters: query,
    pathParameters,
    stageVariables: hasMembers(stage.variables) ? stage.variables : null,
    requestContext: buildRequestContext(exchange),
    body: hasBody ? encodeBody(exchange, isBase64Encoded) : null,
    isBase64Encoded,
  });
}

function encodeBody(exchange: Exchange, isBase64Encoded: boolean): string {
  return isBase64Encoded ? exchange.request.body.toString('base64') : bodyTextOf(exchange);
}

function hasMembers(object: object): boolean {
  for (const _ in object) return true;
  return false;
}
