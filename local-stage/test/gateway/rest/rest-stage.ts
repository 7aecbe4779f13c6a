import { createClock } from '../../../src/clock.ts';
import { type FunctionInvoker, FunctionNotFoundError, type InvocationResult } from '../../../src/functions/invoker.ts';
import type { GatewayDependencies, GatewayResponse, RequestRecord } from '../../../src/gateway/gateway.ts';
import type {
  LambdaProxyIntegration,
  MockIntegration,
  MockIntegrationResponse,
  RestApiConfiguration,
  RestMethod,
  RestStage,
} from '../../../src/gateway/rest/configuration.ts';
import { createRestApi } from '../../../src/gateway/rest/rest-api.ts';

export const frozenAt = Date.UTC(2026, 5, 17, 15, 0, 4);
export const functionArn = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

/** A function of the fake: gets the event, gives what it returns; throws to fail as a handler does. */
export type FakeFunction = (event: FakeEvent) => unknown;
// biome-ignore lint/suspicious/noExplicitAny: tests read events of every shape
type FakeEvent = any;

interface Invocation {
  readonly name: string;
  readonly event: FakeEvent;
  readonly traceId: string | undefined;
}

/** What a fake function returns to be throttled, or to give a payload that is no JSON of an object. */
export const throttle = Symbol('throttle');
export const rawPayload = (payload: string) => ({ [rawKey]: payload });
const rawKey = Symbol('raw');

function createFakeInvoker(functions: Readonly<Record<string, FakeFunction>>) {
  const invocations: Invocation[] = [];
  const permissionChecks: { readonly name: string; readonly principal: string; readonly sourceArn: string }[] = [];
  let mayInvoke = (_name: string, _sourceArn: string) => true;
  const invoker: FunctionInvoker = {
    permits(arn, principal, sourceArn) {
      const name = arn.split(':')[6] ?? '';
      permissionChecks.push({ name, principal, sourceArn });
      return mayInvoke(name, sourceArn);
    },
    async invoke(arn, payload, options) {
      const name = arn.split(':')[6] ?? '';
      const handler = functions[name];
      if (!handler) throw new FunctionNotFoundError(arn);
      const event = JSON.parse(payload);
      invocations.push({ name, event, traceId: options?.traceId });
      return run(handler, event);
    },
  };
  return {
    invoker,
    invocations,
    permissionChecks,
    permitOnly(check: (name: string, sourceArn: string) => boolean) {
      mayInvoke = check;
    },
  };
}

async function run(handler: FakeFunction, event: FakeEvent): Promise<InvocationResult> {
  const answer = { kind: 'answer', requestId: 'lambda-request', durationMs: 1 } as const;
  try {
    const returned = await handler(event);
    if (returned === throttle) return { kind: 'throttle', reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' };
    const raw = typeof returned === 'object' && returned !== null ? Reflect.get(returned, rawKey) : undefined;
    const payload = typeof raw === 'string' ? raw : JSON.stringify(returned ?? null);
    return { ...answer, payload, functionError: undefined };
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message : String(error);
    const payload = JSON.stringify({ errorType: 'Error', errorMessage });
    return { ...answer, payload, functionError: 'Unhandled' };
  }
}

export const lambda = (name = 'echo', more: Partial<LambdaProxyIntegration> = {}): LambdaProxyIntegration => ({
  kind: 'AWS_PROXY',
  address: `aws_api_gateway_integration.${name}`,
  httpMethod: 'POST',
  functionArn: functionArn(name),
  timeoutMs: 29_000,
  ...more,
});

export const mock = (
  more: Partial<Omit<MockIntegration, 'responses'>> & { responses?: readonly Partial<MockIntegrationResponse>[] } = {},
): MockIntegration => ({
  kind: 'MOCK',
  address: 'aws_api_gateway_integration.mock',
  requestTemplates: { 'application/json': '{"statusCode": 200}' },
  passthroughBehavior: 'WHEN_NO_MATCH',
  ...more,
  responses: (more.responses ?? [{}]).map((response) => ({
    statusCode: '200',
    selectionPattern: undefined,
    responseParameters: {},
    responseTemplates: {},
    ...response,
  })),
});

export const method = (more: Partial<RestMethod> = {}): RestMethod => ({
  address: 'aws_api_gateway_method.test',
  authorization: 'NONE',
  authorizerId: undefined,
  authorizationScopes: [],
  apiKeyRequired: false,
  operationName: undefined,
  requestParameters: {},
  requestModels: {},
  validator: undefined,
  integration: lambda(),
  responses: { '200': { responseParameters: {}, responseModels: {} } },
  ...more,
});

export const stage = (more: Partial<RestStage> = {}): RestStage => ({
  address: 'aws_api_gateway_stage.dev',
  name: 'dev',
  variables: {},
  accessLog: undefined,
  methodSettings: [],
  ...more,
});

export interface ApiOptions extends Partial<Omit<RestApiConfiguration, 'resources'>> {
  /** `GET /projects/{projectId}` -> what differs from an open method that invokes `echo`. */
  readonly routes?: Readonly<Record<string, Partial<RestMethod>>>;
}

function api({ routes = { 'GET /x': {} }, ...more }: ApiOptions = {}): RestApiConfiguration {
  const methodsByPath = new Map<string, Record<string, RestMethod>>();
  for (const [route, overrides] of Object.entries(routes)) {
    const [httpMethod = '', path = ''] = route.split(' ');
    const methods = methodsByPath.get(path) ?? {};
    methods[httpMethod] = method({ address: `aws_api_gateway_method.${httpMethod}_${path.slice(1)}`, ...overrides });
    methodsByPath.set(path, methods);
  }
  return {
    address: 'aws_api_gateway_rest_api.task_api',
    id: 'a1b2c3d4e5',
    name: 'task-api',
    accountId: '123456789012',
    region: 'eu-west-1',
    apiKeySource: 'HEADER',
    binaryMediaTypes: [],
    disableExecuteApiEndpoint: false,
    models: {},
    authorizers: {},
    gatewayResponses: {},
    stages: [stage()],
    usagePlans: [],
    ...more,
    resources: [...methodsByPath].map(([path, methods], index) => ({ id: `r${index}`, path, methods })),
  };
}

export interface CallOptions {
  readonly headers?: readonly (readonly [string, string])[] | Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: Buffer;
  /** The body as JSON; `undefined` where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every shape
  readonly json: any;
  readonly headers: GatewayResponse['headers'];
  header(name: string): string | undefined;
}

export interface StageOptions {
  readonly functions?: Readonly<Record<string, FakeFunction>>;
  readonly dependencies?: Partial<GatewayDependencies>;
}

export const ok = (body: unknown = {}) => ({ statusCode: 200, body: JSON.stringify(body) });

/** An API in process, with a fake of everything around it and a frozen clock. */
export function startRestApi(options: ApiOptions = {}, { functions = {}, dependencies = {} }: StageOptions = {}) {
  const clock = createClock(frozenAt);
  const fake = createFakeInvoker({ echo: (event) => ok(event), ...functions });
  const records: RequestRecord[] = [];
  const logs: { readonly group: string; readonly line: string }[] = [];
  const gateway = createRestApi(api(options), {
    clock,
    invoker: fake.invoker,
    logGroups: { put: (group, _, line) => logs.push({ group, line }), read: () => [] },
    tokenKeys: { keysOf: () => undefined, issuerOf: () => undefined },
    signatureVerifier: { verify: () => null },
    authorization: { require: () => {} },
    onRequest: (record) => records.push(record),
    ...dependencies,
  });
  const call = async (httpMethod: string, target: string, { headers = {}, body = '' }: CallOptions = {}) => {
    const pairs = Array.isArray(headers) ? headers : Object.entries(headers);
    const response = await gateway({
      method: httpMethod,
      target,
      headers: [['Host', '127.0.0.1:4000'], ...(pairs as [string, string][])],
      body: Buffer.from(body),
      sourceIp: '127.0.0.1',
      protocol: 'HTTP/1.1',
    });
    return toAnswer(response);
  };
  return { ...fake, gateway, clock, records, logs, call, explanation: () => records.at(-1)?.explanation };
}

function toAnswer({ status, headers, body }: GatewayResponse): Answer {
  const text = body.toString('utf8');
  return {
    status,
    text,
    body,
    json: parseOrUndefined(text),
    headers,
    header: (name) => headers.findLast(([other]) => other.toLowerCase() === name.toLowerCase())?.[1],
  };
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
