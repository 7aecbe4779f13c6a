import { describe, expect, test } from 'vitest';
import type { GatewayResponseOverride } from '../../../src/gateway/rest/configuration.ts';
import { GatewayConfigurationError } from '../../../src/gateway/rest/configuration-error.ts';
import { gatewayResponseTypes } from '../../../src/gateway/rest/gateway-response-types.ts';
import { type ApiOptions, lambda, method, startRestApi } from './rest-stage.ts';

const override = (more: Partial<GatewayResponseOverride>): GatewayResponseOverride => ({
  address: 'aws_api_gateway_gateway_response.test',
  statusCode: undefined,
  responseParameters: {},
  responseTemplates: {},
  ...more,
});

const start = (gatewayResponses: Record<string, Partial<GatewayResponseOverride>>, more: ApiOptions = {}) =>
  startRestApi({
    gatewayResponses: Object.fromEntries(Object.entries(gatewayResponses).map(([type, it]) => [type, override(it)])),
    routes: { 'GET /x': { apiKeyRequired: true }, 'GET /broken': { integration: lambda('gone') } },
    ...more,
  });

const header = (name: string, value: string) => ({ responseParameters: { [`gatewayresponse.header.${name}`]: value } });
const template = (text: string) => ({ responseTemplates: { 'application/json': text } });

test('every type of the documentation is there, with its default status', () => {
  const statuses = Object.entries(gatewayResponseTypes).map(([type, { status }]) => `${type} ${status}`);
  expect(statuses).toEqual([
    'ACCESS_DENIED 403',
    'API_CONFIGURATION_ERROR 500',
    'AUTHORIZER_CONFIGURATION_ERROR 500',
    'AUTHORIZER_FAILURE 500',
    'BAD_REQUEST_BODY 400',
    'BAD_REQUEST_PARAMETERS 400',
    'DEFAULT_4XX 400',
    'DEFAULT_5XX 500',
    'EXPIRED_TOKEN 403',
    'INTEGRATION_FAILURE 502',
    'INTEGRATION_TIMEOUT 504',
    'INVALID_API_KEY 403',
    'INVALID_SIGNATURE 403',
    'MISSING_AUTHENTICATION_TOKEN 403',
    'QUOTA_EXCEEDED 429',
    'REQUEST_TOO_LARGE 413',
    'RESOURCE_NOT_FOUND 404',
    'THROTTLED 429',
    'UNAUTHORIZED 401',
    'UNSUPPORTED_MEDIA_TYPE 415',
    'WAF_FILTERED 403',
  ]);
});

test("headers come from literals, the request and its context; AWS's own body stays", async () => {
  const responseParameters = {
    'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.Origin',
    'gatewayresponse.header.Vary': "'Origin'",
    'gatewayresponse.header.X-Stage': 'context.stage',
    'gatewayresponse.header.X-Query': 'method.request.querystring.q',
    'gatewayresponse.header.X-None': 'method.request.header.None',
  };
  const stage = start({ DEFAULT_4XX: { responseParameters } });
  const answer = await stage.call('GET', '/dev/x?q=1', { headers: { origin: 'https://a.example' } });
  expect([answer.status, answer.text]).toEqual([403, '{"message":"Forbidden"}']);
  expect(answer.header('access-control-allow-origin')).toBe('https://a.example');
  expect(answer.header('vary')).toBe('Origin');
  expect(answer.header('x-stage')).toBe('dev');
  expect(answer.header('x-query')).toBe('1');
  expect(answer.header('x-none')).toBeUndefined();
  expect((await stage.call('GET', '/dev/broken')).header('vary')).toBeUndefined();
});

test('a type of its own applies alone; the others take the default', async () => {
  const stage = start({
    DEFAULT_4XX: { statusCode: '418', ...header('X-Default', "'1'") },
    DEFAULT_5XX: { statusCode: '599' },
    INVALID_API_KEY: header('X-Own', "'1'"),
  });
  const own = await stage.call('GET', '/dev/x');
  expect([own.status, own.header('x-own'), own.header('x-default')]).toEqual([403, '1', undefined]);
  const other = await stage.call('GET', '/dev/nope');
  expect([other.status, other.header('x-own'), other.header('x-default')]).toEqual([418, undefined, '1']);
  expect((await stage.call('GET', '/dev/broken')).status).toBe(599);
});

describe('a template', () => {
  const renders = async (text: string) =>
    (await start({ MISSING_AUTHENTICATION_TOKEN: { statusCode: '404', ...template(text) } }).call('GET', '/dev/nope'))
      .text;

  test.each([
    ['{"m":$context.error.messageString}', '{"m":"Missing Authentication Token"}'],
    ['{"m":"$context.error.message"}', '{"m":"Missing Authentication Token"}'],
    ['$context.error.responseType.', 'MISSING_AUTHENTICATION_TOKEN.'],
    ['$context.stage/$context.identity.sourceIp', 'dev/127.0.0.1'],
    ['[$context.resourcePath][$context.error.validationErrorString]', '[][]'],
    ['$method.request.header.Host', '127.0.0.1:4000'],
    ['costs $5', 'costs $5'],
  ])('%s', async (text, expected) => {
    expect(await renders(text)).toBe(expected);
  });

  test('shows the violations of a body', async () => {
    const routes = {
      'POST /x': method({
        requestModels: { 'application/json': 'M' },
        validator: { validatesBody: true, validatesParameters: false },
      }),
    };
    const models = { M: { contentType: 'application/json', schema: { type: 'object', required: ['a'] } } };
    const text = '{"why":"$context.error.validationErrorString"}';
    const answer = await start({ BAD_REQUEST_BODY: template(text) }, { routes, models }).call('POST', '/dev/x', {
      body: '{}',
    });
    expect(answer.text).toBe('{"why":"[object has missing required properties (["a"])]"}');
  });

  test('is chosen by the first Accept entry, with its content type', async () => {
    const responseTemplates = { 'text/html': '<p>', 'application/json': '{}' };
    const stage = start({ DEFAULT_4XX: { responseTemplates } });
    const html = await stage.call('GET', '/dev/nope', { headers: { Accept: 'text/html,*/*' } });
    expect([html.text, html.header('content-type')]).toEqual(['<p>', 'text/html']);
    expect((await stage.call('GET', '/dev/nope')).text).toBe('{}');
  });

  test('keeps a null message null', async () => {
    const authorizer = {
      kind: 'TOKEN',
      address: 'aws_api_gateway_authorizer.a',
      id: 'a',
      functionArn: lambda('gone').functionArn,
      identitySource: '',
      identityValidationExpression: undefined,
      resultTtlSeconds: 0,
    } as const;
    const stage = start(
      { DEFAULT_5XX: template('{"message":$context.error.messageString}') },
      { routes: { 'GET /x': { authorization: 'CUSTOM', authorizerId: 'a' } }, authorizers: { a: authorizer } },
    );
    expect((await stage.call('GET', '/dev/x', { headers: { Authorization: 'x' } })).text).toBe('{"message":null}');
  });
});

describe('what cannot be rendered stops the API', () => {
  test.each([
    ['an unknown type', { TEAPOT: {} }, 'TEAPOT'],
    ['a status that is none', { THROTTLED: { statusCode: '42' } }, '42'],
    [
      'a target other than a header',
      { THROTTLED: { responseParameters: { 'gatewayresponse.body.x': "'1'" } } },
      'body.x',
    ],
    ['a source that is none', { THROTTLED: header('A', 'x') }, 'single quotes'],
    ['velocity directives', { THROTTLED: template('#if(1)x#end') }, '#if'],
    ['velocity functions', { THROTTLED: template('$util.urlEncode("x")') }, '$util'],
  ])('%s', (_, responses: Record<string, Partial<GatewayResponseOverride>>, named) => {
    expect(() => start(responses)).toThrow(GatewayConfigurationError);
    expect(() => start(responses)).toThrow(named);
  });
});
