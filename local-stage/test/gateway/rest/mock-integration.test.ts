import { describe, expect, test } from 'vitest';
import type { MockIntegration, RestMethod } from '../../../src/gateway/rest/configuration.ts';
import { GatewayConfigurationError } from '../../../src/gateway/rest/configuration-error.ts';
import { type CallOptions, mock, stage as stageOf, startRestApi } from './rest-stage.ts';

const declared = (...headers: string[]): Pick<RestMethod, 'responses'> => ({
  responses: {
    '200': {
      responseParameters: Object.fromEntries(headers.map((name) => [`method.response.header.${name}`, false])),
      responseModels: {},
    },
    '404': { responseParameters: {}, responseModels: {} },
  },
});

const start = (integration: MockIntegration, more: Partial<RestMethod> = declared()) =>
  startRestApi({ routes: { 'ANY /x/{id}': { integration, ...more } }, stages: [stageOf({ variables: { v: '1' } })] });

const render = async (template: string, request: CallOptions = {}, query = '') => {
  const stage = start(mock({ responses: [{ responseTemplates: { 'application/json': template } }] }));
  const answer = await stage.call('POST', `/dev/x/7${query}`, request);
  return answer.status === 200 ? answer.text : `${answer.status} ${stage.explanation()}`;
};

const json = (template: string) => mock({ requestTemplates: { 'application/json': template } });

describe('a preflight', () => {
  const responseParameters = {
    'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS'",
    'method.response.header.Vary': "'Origin'",
    'method.response.header.X-Origin': 'method.request.header.Origin',
    'method.response.header.X-None': 'integration.response.header.None',
  };
  const preflight = `
#set($origin = $input.params().header.get("Origin"))
#if($origin == "")#set($origin = $input.params().header.get("origin"))#end
#if($origin.matches("https://(a|b)\\.example"))
#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)
#end
{"statusCode": 200}`;
  const integration = { ...json(preflight), responses: mock({ responses: [{ responseParameters }] }).responses };
  const names = ['Access-Control-Allow-Methods', 'Vary', 'X-Origin', 'X-None'];

  test.each([
    ['Origin', 'https://a.example', 'https://a.example'],
    ['origin', 'https://b.example', 'https://b.example'],
    ['Origin', 'https://c.example', undefined],
    ['Origin', 'https://a.example.evil', undefined],
  ])('from %s: %s names the origin %s', async (name, origin, allowed) => {
    const stage = start(integration, declared(...names));
    const answer = await stage.call('OPTIONS', '/dev/x/7', { headers: { [name]: origin } });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
    expect(answer.header('access-control-allow-origin')).toBe(allowed);
    expect(answer.header('access-control-allow-methods')).toBe('GET,OPTIONS');
    expect(answer.header('x-origin')).toBe(origin);
    expect(answer.header('x-none')).toBeUndefined();
    expect(answer.header('x-amz-apigw-id')).toBeDefined();
    expect(answer.header('x-amzn-trace-id')).toBeUndefined();
  });
});

describe('the request template', () => {
  test.each([
    ['selects the default response', '{"statusCode": 200}', 200],
    ['selects by pattern', '{"statusCode": 404}', 404],
    ['may leave the quotes off', '{statusCode:404}', 404],
    ['overrides the status', '#set($context.responseOverride.status = 444){"statusCode": 200}', 444],
    ['cannot override with what is no status', '#set($context.responseOverride.status = 99){"statusCode": 200}', 200],
    ['must give a status', '{}', 500],
    ['must give an integer', '{"statusCode": "200"}', 500],
    ['must give an object', 'statusCode: 200', 500],
    ['must not fail', '#set($x = $input.path("$.x[?(@.y)]")){"statusCode": 200}', 500],
  ])('%s', async (_, template, status) => {
    const responses = mock({ responses: [{ statusCode: '404', selectionPattern: '4\\d{2}' }, {}] }).responses;
    const answer = await start({ ...json(template), responses }).call('GET', '/dev/x/7');
    expect(answer.status).toBe(status);
    if (status === 500) expect(answer.text).toBe('{"message": "Internal server error"}');
  });

  test('a status that no response matches is 500', async () => {
    const stage = start(mock({ responses: [{ selectionPattern: '4..' }] }));
    expect((await stage.call('GET', '/dev/x/7')).status).toBe(500);
    expect(stage.explanation()).toContain('of aws_api_gateway_integration.mock matches the status 200');
  });
});

describe('a content type without a template', () => {
  const body = '{"statusCode": 404}';
  const responses = mock({ responses: [{ statusCode: '404', selectionPattern: '404' }, {}] }).responses;
  test.each([
    ['NEVER', { 'application/json': '{"statusCode": 200}' }, 415],
    ['WHEN_NO_TEMPLATES', { 'application/json': '{"statusCode": 200}' }, 415],
    ['WHEN_NO_TEMPLATES', {}, 404],
    ['WHEN_NO_MATCH', { 'application/json': '{"statusCode": 200}' }, 404],
  ] as const)('with %s and templates %j is %i', async (passthroughBehavior, requestTemplates, status) => {
    const stage = start({ ...mock({ passthroughBehavior, requestTemplates }), responses });
    const answer = await stage.call('POST', '/dev/x/7', { headers: { 'Content-Type': 'text/plain' }, body });
    expect(answer.status).toBe(status);
    if (status === 415) expect(answer.text).toBe('{"message":"Unsupported Media Type"}');
  });
});

describe('templates', () => {
  const body = '{"a":{"b":[1,{"c":"x"}]},"it\'s":"y"}';
  test.each([
    ["$input.params('id')", '', '7'],
    ["$input.params('q')", '?q=1&q=2', '2'],
    ["$input.params('X-A')", '', 'h'],
    ["$input.params('none')", '', ''],
    ["$input.params().path.get('id') $input.params().querystring.q", '?q=5', '7 5'],
    ["$input.path('$.a.b[1].c') $input.path('$').a.b[0]", '', 'x 1'],
    ["$input.json('$.a.b') $input.json('$.none')", '', '[1,{"c":"x"}] null'],
    ['$input.body', '', body],
    ["#foreach($item in $input.path('$.a.b'))$foreach.index#if($foreach.hasNext),#end#end", '', '0,1'],
    [
      '$context.httpMethod $context.resourcePath $context.stage $context.identity.sourceIp',
      '',
      'POST /x/{id} dev 127.0.0.1',
    ],
    ['[$context.identity.caller][$context.authorizer.principalId][$!context.none]', '', '[][][]'],
    ['$stageVariables.v', '', '1'],
    ['$util.escapeJavaScript("it\'s é a/b")', '', "it\\'s \\u00E9 a\\/b"],
    ["$util.base64Encode('hé') $util.base64Decode('aMOp')", '', 'aMOp hé'],
    ["$util.urlEncode('a b&c') $util.urlDecode('a+b%26c')", '', 'a+b%26c a b&c'],
    ['$util.parseJson(\'{"k":3}\').k', '', '3'],
    ['#set($name = "it is $context.stage")$name.toUpperCase() $name.length()', '', 'IT IS DEV 9'],
    ["#set($t = 'a,b')#if($t.startsWith('a,') && $t.split(',').size() == 2)yes#end", '', 'yes'],
    ["#set($m = {})$!m.put('k', 'v')$m.get('k')", '', 'vv'],
  ])('%s', async (template, query, expected) => {
    expect(await render(template, { headers: { 'X-A': 'h' }, body }, query)).toBe(expected);
  });

  test('of the response are chosen by Accept', async () => {
    const responseTemplates = { 'text/plain': 'text', 'application/json': '"json"' };
    const stage = start(mock({ responses: [{ responseTemplates }] }));
    const text = await stage.call('GET', '/dev/x/7', { headers: { Accept: 'text/plain, */*' } });
    expect([text.text, text.header('content-type')]).toEqual(['text', 'text/plain']);
    expect((await stage.call('GET', '/dev/x/7', { headers: { Accept: 'image/png' } })).text).toBe('"json"');
  });

  test('cannot put a header that splits the answer', async () => {
    const template = '#set($context.responseOverride.header.X-A = $input.params("q")){"statusCode": 200}';
    const answer = await start(json(template)).call('GET', '/dev/x/7?q=a%0d%0aSet-Cookie:b');
    expect(answer.status).toBe(200);
    expect(answer.header('x-a')).toBeUndefined();
  });

  test('cannot reach out of the sandbox of their variables', async () => {
    const attempt = "$input.params('x').constructor.constructor";
    expect(await render(attempt)).not.toContain('function');
  });
});

describe('what cannot be evaluated stops the API', () => {
  const respond = (responseParameters: Record<string, string>) => mock({ responses: [{ responseParameters }] });
  test.each([
    ['a template that does not parse', json('#if($x'), 'no velocity template'],
    ['an unknown variable', json('$unknown.x'), '$unknown'],
    ['an unknown variable within a string', json('#set($a = "x $unknown")'), '$unknown'],
    ['an unknown function', json('$util.toJson($input)'), '$util...toJson()'],
    ['an unknown method', json("$input.params('x').getBytes()"), 'getBytes()'],
    ['#parse', json("#parse('x')"), '#parse'],
    ['a pattern', mock({ responses: [{ selectionPattern: '(' }] }), 'selection_pattern "("'],
    ['a status that the method lacks', mock({ responses: [{ statusCode: '201' }] }), 'status 201'],
    ['a header that the method lacks', respond({ 'method.response.header.B': "'b'" }), 'method.response.header.B'],
    ['a header from the body', respond({ 'method.response.header.A': 'integration.response.body.a' }), 'body.a'],
    ['an unquoted literal', respond({ 'method.response.header.A': 'x' }), 'single quotes'],
  ])('%s', (_, integration, named) => {
    expect(() => start(integration, declared('A'))).toThrow(GatewayConfigurationError);
    expect(() => start(integration, declared('A'))).toThrow(named);
  });
});
