import { type Clock, createClock } from '../../../src/clock.ts';
import { FunctionNotFoundError, type InvocationAnswer, type InvocationResult } from '../../../src/functions/invoker.ts';
import type { GatewayDependencies, GatewayResponse, RequestRecord } from '../../../src/gateway/gateway.ts';
import type {
  HttpApiConfiguration,
  HttpCors,
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaIntegration,
  HttpRoute,
  HttpStage,
} from '../../../src/gateway/http/configuration.ts';
import { createHttpApi } from '../../../src/gateway/http/http-api.ts';

export const startOfTime = Date.UTC(2026, 0, 2, 3, 4, 5);

export const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

export function integration(overrides: Partial<HttpLambdaIntegration> = {}): HttpLambdaIntegration {
  return {
    kind: 'AWS_PROXY',
    address: 'aws_apigatewayv2_integration.echo',
    functionArn: functionArn('echo'),
    payloadFormatVersion: '2.0',
    timeoutMs: 29_000,
    ...overrides,
  };
}

export function route(routeKey: string, overrides: Partial<HttpRoute> = {}): HttpRoute {
  return {
    address: `aws_apigatewayv2_route.${routeKey.replaceAll(/\W+/g, '_')}`,
    routeKey,
    authorizationType: 'NONE',
    authorizerId: undefined,
    authorizationScopes: [],
    operationName: undefined,
    integration: integration(),
    ...overrides,
  };
}

export function stage(name: string, overrides: Partial<HttpStage> = {}): HttpStage {
  return {
    address: `aws_apigatewayv2_stage.${name.replace('$', '')}`,
    name,
    autoDeploy: true,
    variables: {},
    accessLog: undefined,
    defaultRouteThrottle: undefined,
    routeThrottles: {},
    ...overrides,
  };
}

export function api(overrides: Partial<HttpApiConfiguration> = {}): HttpApiConfiguration {
  return {
    address: 'aws_apigatewayv2_api.public',
    id: 'abc123',
    name: 'public-api',
    accountId: '123456789012',
    region: 'eu-west-1',
    disableExecuteApiEndpoint: false,
    cors: undefined,
    routes: [route('GET /health')],
    authorizers: {},
    stages: [stage('$default')],
    ...overrides,
  };
}

export function cors(overrides: Partial<HttpCors> = {}): HttpCors {
  return {
    allowCredentials: false,
    allowHeaders: ['Content-Type'],
    allowMethods: ['GET', 'POST'],
    allowOrigins: ['https://a.example'],
    exposeHeaders: ['X-Foo'],
    maxAgeSeconds: 300,
    ...overrides,
  };
}

export const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool';

export function jwtAuthorizer(overrides: Partial<HttpJwtAuthorizer> = {}): HttpJwtAuthorizer {
  return {
    kind: 'JWT',
    address: 'aws_apigatewayv2_authorizer.jwt',
    id: 'jwt',
    issuer,
    audience: ['client-1'],
    identitySources: ['$request.header.Authorization'],
    ...overrides,
  };
}

export function lambdaAuthorizer(overrides: Partial<HttpLambdaAuthorizer> = {}): HttpLambdaAuthorizer {
  return {
    kind: 'REQUEST',
    address: 'aws_apigatewayv2_authorizer.webhook',
    id: 'webhook',
    functionArn: functionArn('authorizer'),
    payloadFormatVersion: '2.0',
    enableSimpleResponses: true,
    identitySources: ['$request.header.Authorization'],
    resultTtlSeconds: 0,
    ...overrides,
  };
}

/** What a fake function returns: a value, which becomes JSON, or a whole result. */
type FakeFunction = (event: never) => unknown;

export const failed = (error: object): InvocationAnswer => ({
  ...answered(JSON.stringify(error)),
  functionError: 'Unhandled',
});

export const answered = (payload: string): InvocationAnswer => ({
  kind: 'answer',
  requestId: 'lambda-request-id',
  payload,
  functionError: undefined,
  durationMs: 1,
});

export const throttledByLambda: InvocationResult = {
  kind: 'throttle',
  reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
};

export interface Stand {
  readonly clock: Clock;
  readonly dependencies: GatewayDependencies;
  /** Every event that a function got, parsed. */
  readonly events: readonly { readonly functionName: string; readonly event: Record<string, never> }[];
  readonly records: readonly RequestRecord[];
  readonly logLines: readonly string[];
  send(method: string, target: string, options?: SendOptions): Promise<SentResponse>;
}

interface SendOptions {
  readonly headers?: readonly (readonly [string, string])[] | Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

interface SentResponse extends GatewayResponse {
  readonly text: string;
  header(name: string): string | undefined;
}

export interface StandOptions extends Partial<Omit<GatewayDependencies, 'clock' | 'invoker' | 'logGroups'>> {
  /** By name. @default `echo` and `authorizer`, which allow and answer with 200 */
  readonly functions?: Readonly<Record<string, FakeFunction>>;
  readonly permits?: (functionArn: string, sourceArn: string) => boolean;
}

const defaultFunctions: Readonly<Record<string, FakeFunction>> = {
  echo: () => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' }),
  authorizer: () => ({ isAuthorized: true }),
};

/** An API with fake functions behind it and a clock that stands still. */
export function stand(configuration: HttpApiConfiguration, options: StandOptions = {}): Stand {
  const { functions = {}, permits = () => true, ...overrides } = options;
  const clock = createClock(startOfTime);
  const events: { functionName: string; event: Record<string, never> }[] = [];
  const records: RequestRecord[] = [];
  const logLines: string[] = [];
  const dependencies: GatewayDependencies = {
    clock,
    invoker: {
      async invoke(arn, payload) {
        const functionName = arn.split(':').at(-1) ?? '';
        const respond = { ...defaultFunctions, ...functions }[functionName];
        if (!respond) throw new FunctionNotFoundError(arn);
        const event = JSON.parse(payload);
        events.push({ functionName, event });
        return toResult(await respond(event as never));
      },
      permits: (arn, principal, sourceArn) => principal === 'apigateway.amazonaws.com' && permits(arn, sourceArn),
    },
    logGroups: { put: (group, _stream, message) => logLines.push(`${group}: ${message}`), read: () => [] },
    tokenKeys: { keysOf: () => undefined, issuerOf: () => undefined },
    signatureVerifier: { verify: () => null },
    authorization: { require: () => undefined },
    onRequest: (record) => records.push(record),
    ...overrides,
  };
  const gateway = createHttpApi(configuration, dependencies);

  return {
    clock,
    dependencies,
    events,
    records,
    logLines,
    async send(method, target, { headers = [], body = '' } = {}) {
      const response = await gateway({
        method,
        target,
        headers: Array.isArray(headers) ? headers : Object.entries(headers),
        body: Buffer.from(body),
        sourceIp: '127.0.0.1',
        protocol: 'HTTP/1.1',
      });
      return withReaders(response);
    },
  };
}

function toResult(value: unknown): InvocationResult {
  const isResult = typeof value === 'object' && value !== null && 'kind' in value;
  return isResult ? (value as InvocationResult) : answered(JSON.stringify(value));
}

function withReaders(response: GatewayResponse): SentResponse {
  return {
    ...response,
    text: response.body.toString(),
    header: (name) => response.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1],
  };
}
