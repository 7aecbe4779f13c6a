import type { Clock } from '../../clock.ts';
import type { Caller } from '../../services/service.ts';
import type { GatewayRequest } from '../gateway.ts';
import { createExtendedRequestId, createRequestId, createTraceId } from '../identifiers.ts';
import type { ApiKey, RestApiConfiguration, RestMethod, RestResource, RestStage } from './configuration.ts';
import { parseQuery, type QueryParameters } from './query-parameters.ts';
import type { Refusal } from './refusal.ts';
import { type RequestHeaders, readHeaders } from './request-headers.ts';
import type { RequestPath } from './request-path.ts';

/** One request on its way through the gateway: what was asked, and what each step found. */
export interface Exchange {
  readonly api: RestApiConfiguration;
  readonly stage: RestStage;
  readonly request: GatewayRequest;
  readonly requestId: string;
  readonly extendedRequestId: string;
  readonly traceId: string;
  /** Milliseconds since the epoch, by the stage's clock. */
  readonly receivedAtMs: number;
  readonly path: RequestPath;
  readonly headers: RequestHeaders;
  readonly query: QueryParameters;
  /** The body as text, once a step has asked for it. */
  bodyText: string | undefined;
  route: Route | undefined;
  /** What the method's authorizer said of the caller. */
  authorizer: AuthorizerContext | undefined;
  /** Who signed the request, on a method with AWS_IAM. */
  caller: Caller | undefined;
  /** The usage plan's key, on a method that requires one. */
  apiKey: ApiKey | undefined;
  integration: IntegrationRecord | undefined;
  refusal: Refusal | undefined;
}

export interface Route {
  readonly resource: RestResource;
  readonly method: RestMethod;
  /** Percent-encoded, as sent; `null` for a resource without parameters. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

export interface AuthorizerContext {
  /** As a Lambda authorizer says it; a token has its claims instead. */
  readonly principalId: string | undefined;
  /** A token's claims as strings; absent from a Lambda authorizer's answer. */
  readonly claims: Readonly<Record<string, string>> | undefined;
  /** What a Lambda authorizer adds for the integration. */
  readonly context: Readonly<Record<string, string | null>>;
  /** Milliseconds that the authorizer's function took, 0 from its cache; absent for a token's claims. */
  readonly integrationLatencyMs: number | undefined;
  /** The API key, where the API takes it from its authorizers. */
  readonly usageIdentifierKey: string | undefined;
}

/** What the integration did, for the access log and the terminal. */
export interface IntegrationRecord {
  readonly functionName: string | undefined;
  latencyMs: number | undefined;
  /** Status that the integration itself gave: a function's `statusCode`. */
  status: number | undefined;
  /** Status of the Lambda service's answer to the invocation. */
  serviceStatus: number | undefined;
  requestId: string | undefined;
  error: string | undefined;
}

export function createExchange(
  api: RestApiConfiguration,
  stage: RestStage,
  request: GatewayRequest,
  path: RequestPath,
  clock: Clock,
): Exchange {
  const headers = readHeaders(request.headers);
  return {
    api,
    stage,
    request,
    requestId: createRequestId(),
    extendedRequestId: createExtendedRequestId(),
    traceId: createTraceId(headers.get('x-amzn-trace-id'), clock),
    receivedAtMs: clock.now(),
    path,
    headers,
    query: parseQuery(path.rawQuery),
    bodyText: undefined,
    route: undefined,
    authorizer: undefined,
    caller: undefined,
    apiKey: undefined,
    integration: undefined,
    refusal: undefined,
  };
}

/** The route of an exchange that was routed; a step after routing cannot be reached without one. */
export function routeOf(exchange: Exchange): Route {
  if (!exchange.route) throw new Error('a step that needs the route ran before the request was routed');
  return exchange.route;
}

/** `GET` as asked, which for a method `ANY` differs from the method's own name. */
export const httpMethodOf = (exchange: Exchange): string => exchange.request.method;

/** The body as text (UTF-8), decoded once a request. */
export function bodyTextOf(exchange: Exchange): string {
  exchange.bodyText ??= exchange.request.body.toString('utf8');
  return exchange.bodyText;
}
