import { describe, expect, test } from 'vitest';
import { GatewayConfigurationError } from '../../../src/gateway/rest/configuration-error.ts';
import { AwsError } from '../../../src/services/service.ts';
import { type ApiOptions, lambda, startRestApi } from './rest-stage.ts';

const routes = (...names: string[]): ApiOptions => ({
  routes: Object.fromEntries(names.map((name) => [name, {}])),
});

const servedBy = async (options: ApiOptions, httpMethod: string, target: string) => {
  const { json, status } = await startRestApi(options).call(httpMethod, target);
  return status === 200 ? `${json.resource} ${JSON.stringify(json.pathParameters)}` : status;
};

describe('routing by the resource tree', () => {
  test.each([
    ['a literal', ['GET /part1', 'GET /{param+}'], 'GET', '/dev/part1', '/part1 null'],
    [
      'a literal below a sibling of a greedy resource',
      ['GET /part1', 'GET /{param+}', 'GET /part1/hard'],
      'GET',
      '/dev/part1/hard',
      '/part1/hard null',
    ],
    [
      'the greedy resource where no literal matches',
      ['GET /part1', 'GET /{param+}', 'GET /part1/hard'],
      'GET',
      '/dev/part1/other',
      '/{param+} {"param":"part1/other"}',
    ],
    ['a parameter over the greedy resource', ['ANY /{proxy+}', 'GET /{id}'], 'GET', '/dev/7', '/{id} {"id":"7"}'],
    [
      'the greedy resource where a literal lacks the method',
      ['POST /test', 'ANY /test/any', 'OPTIONS /{proxy+}'],
      'OPTIONS',
      '/dev/test',
      '/{proxy+} {"proxy":"test"}',
    ],
    ['ANY', ['POST /test', 'ANY /test/any', 'OPTIONS /{proxy+}'], 'OPTIONS', '/dev/test/any', '/test/any null'],
    [
      'a parameter where the literal lacks the method',
      ['GET /users/{userId}', 'PATCH /users/me'],
      'GET',
      '/dev/users/me',
      '/users/{userId} {"userId":"me"}',
    ],
    [
      'the greedy resource where a resource has only children',
      ['ANY /{proxy+}', 'GET /jobs/{type}'],
      'POST',
      '/dev/jobs/reboot',
      '/{proxy+} {"proxy":"jobs/reboot"}',
    ],
    ['the root, with and without a slash', ['GET /'], 'GET', '/dev', '/ null'],
    ['the root with a slash', ['GET /'], 'GET', '/dev/', '/ null'],
    ['a trailing slash', ['GET /projects/{id}'], 'GET', '/dev/projects/1/', '/projects/{id} {"id":"1"}'],
    ['slashes before the stage', ['GET /x'], 'GET', '//dev/x', '/x null'],
    ['slashes after the stage', ['GET /x'], 'GET', '/dev//x', '/x null'],
    ['slashes in a greedy value', ['GET /{p+}'], 'GET', '/dev/a//b/', '/{p+} {"p":"a//b"}'],
    ['a greedy resource not for the root', ['ANY /{proxy+}'], 'GET', '/dev/', 403],
    ['an empty segment not for a parameter', ['GET /a/{id}/b'], 'GET', '/dev/a//b', 403],
    ['percent-encoding kept', ['GET /u/{n}'], 'GET', '/dev/u/a%20b%2Fc', '/u/{n} {"n":"a%20b%2Fc"}'],
  ])('%s', async (_, names, httpMethod, target, expected) => {
    expect(await servedBy(routes(...names), httpMethod, target)).toBe(expected);
  });

  test('a HEAD request needs a method of its own or ANY, and is answered without a body', async () => {
    const stage = startRestApi(routes('GET /x', 'ANY /any'));
    expect((await stage.call('HEAD', '/dev/x')).status).toBe(403);
    const answer = await stage.call('HEAD', '/dev/any');
    expect(answer.status).toBe(200);
    expect(answer.body.length).toBe(0);
    expect(Number(answer.header('content-length'))).toBeGreaterThan(0);
  });
});

describe('a route that does not exist', () => {
  test('is 403 Missing Authentication Token, byte for byte', async () => {
    const stage = startRestApi();
    for (const [httpMethod, target] of [
      ['GET', '/dev/nope'],
      ['DELETE', '/dev/x'],
      ['OPTIONS', '/dev/x'],
    ] as const) {
      const answer = await stage.call(httpMethod, target);
      expect(answer.status).toBe(403);
      expect(answer.text).toBe('{"message":"Missing Authentication Token"}');
      expect(answer.body.length).toBe(42);
      expect(answer.header('x-amzn-ErrorType')).toBe('MissingAuthenticationTokenException');
      expect(answer.header('content-type')).toBe('application/json');
      expect(answer.header('x-amzn-RequestId')).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(stage.explanation()).toContain('no method of aws_api_gateway_rest_api.task_api matches OPTIONS /x');
  });

  test('complains of a token that is no signature, by its hash', async () => {
    const answer = await startRestApi().call('GET', '/dev/nope', { headers: { Authorization: 'Bearer eyJhbGci.x.y' } });
    expect(answer.status).toBe(403);
    expect(answer.header('x-amzn-ErrorType')).toBe('IncompleteSignatureException');
    expect(answer.json.message).toMatch(
      /^Invalid key=value pair \(missing equal-sign\) in Authorization header \(hashed with SHA-256 and encoded with Base64\): '[\w+/]{43}='\.$/,
    );
    expect(answer.text).not.toContain('eyJhbGci');
  });

  test('names the parameters that a bare token lacks', async () => {
    const answer = await startRestApi().call('GET', '/dev/nope', { headers: { Authorization: 'eyJh.x.y' } });
    expect(answer.json.message).toMatch(
      /^Authorization header requires 'Credential' parameter\. Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\. Authorization=/,
    );
  });

  test('checks a signature, right or wrong', async () => {
    const headers = { Authorization: 'AWS4-HMAC-SHA256 Credential=...' };
    expect((await startRestApi().call('GET', '/dev/nope', { headers })).json).toEqual({
      message: 'Missing Authentication Token',
    });
    const verify = () => {
      throw new AwsError('SignatureDoesNotMatch', 'no match', 403);
    };
    const wrong = startRestApi({}, { dependencies: { signatureVerifier: { verify } } });
    const answer = await wrong.call('GET', '/dev/nope', { headers });
    expect(answer.status).toBe(403);
    expect(answer.header('x-amzn-ErrorType')).toBe('InvalidSignatureException');
  });
});

describe('before any stage', () => {
  test.each(['/', '/nope/x', '/devious/x'])('a path under no stage is Forbidden: %s', async (target) => {
    const stage = startRestApi();
    const answer = await stage.call('GET', target);
    expect(answer.status).toBe(403);
    expect(answer.text).toBe('{"message":"Forbidden"}');
    expect(answer.header('x-amzn-ErrorType')).toBe('ForbiddenException');
    expect(stage.explanation()).toContain('Expected: a path under /dev');
  });

  test('a disabled endpoint is Forbidden everywhere', async () => {
    const stage = startRestApi({ disableExecuteApiEndpoint: true });
    expect((await stage.call('GET', '/dev/x')).text).toBe('{"message":"Forbidden"}');
    expect(stage.explanation()).toBe('disable_execute_api_endpoint of aws_api_gateway_rest_api.task_api is true');
    expect(stage.invocations).toEqual([]);
  });
});

describe('a resource tree that cannot be served', () => {
  test.each([
    ['two names for one parameter', routes('GET /a/{id}', 'GET /a/{other}/b'), '{other}'],
    ['a greedy parameter with children', routes('GET /{p+}/x'), '{p+}'],
    ['a method without an integration', { routes: { 'GET /x': { integration: undefined } } }, 'no integration'],
    ['two stages of one name', { stages: [stageOf(), stageOf()] }, 'stage_name dev'],
    ['a timeout too short', { routes: { 'GET /x': { integration: lambda('echo', { timeoutMs: 10 }) } } }, '10'],
  ])('%s', (_, options: ApiOptions, named) => {
    expect(() => startRestApi(options)).toThrow(GatewayConfigurationError);
    expect(() => startRestApi(options)).toThrow(named);
  });
});

function stageOf() {
  return {
    address: 'aws_api_gateway_stage.dev',
    name: 'dev',
    variables: {},
    accessLog: undefined,
    methodSettings: [],
  };
}
