import { expect, test } from 'vitest';
import { api, route, stage, stand } from './fixtures.ts';

const documented = api({
  routes: [
    route('$default'),
    route('ANY /{proxy+}'),
    route('GET /pets/{proxy+}'),
    route('GET /pets/dog/{id}'),
    route('GET /pets/dog/1'),
  ],
});

async function routeKeyOf(configuration: typeof documented, method: string, target: string) {
  const { events, send } = stand(configuration);
  await send(method, target);
  return events[0]?.event['routeKey'];
}

test.each([
  ['GET', '/pets/dog/1', 'GET /pets/dog/1'],
  ['GET', '/pets/dog/2', 'GET /pets/dog/{id}'],
  ['GET', '/pets/cat/1', 'GET /pets/{proxy+}'],
  ['POST', '/pets/dog/1', 'ANY /{proxy+}'],
  ['POST', '/test/5', 'ANY /{proxy+}'],
  ['GET', '/', '$default'],
])('%s %s goes to %s', async (method, target, expected) => {
  expect(await routeKeyOf(documented, method, target)).toBe(expected);
});

test('the order of declaration does not matter', async () => {
  const reversed = api({ routes: documented.routes.toReversed() });
  expect(await routeKeyOf(reversed, 'GET', '/pets/dog/2')).toBe('GET /pets/dog/{id}');
});

test('ANY takes what no other method of the path takes', async () => {
  const configuration = api({ routes: [route('ANY /a'), route('GET /a')] });
  expect(await routeKeyOf(configuration, 'GET', '/a')).toBe('GET /a');
  expect(await routeKeyOf(configuration, 'PUT', '/a')).toBe('ANY /a');
});

test('a literal segment is preferred to a parameter further to the left', async () => {
  const configuration = api({ routes: [route('GET /{a}/b'), route('GET /a/{b}')] });
  expect(await routeKeyOf(configuration, 'GET', '/a/b')).toBe('GET /a/{b}');
});

test.each([
  ['GET', '/nope'],
  ['POST', '/foo'],
  ['HEAD', '/foo'],
  ['GET', '/foo/'],
  ['GET', '/users/'],
  ['GET', '//foo'],
])('%s %s is not found', async (method, target) => {
  const { records, send } = stand(api({ routes: [route('GET /foo'), route('GET /users/{id}')] }));
  const response = await send(method, target);
  expect(response.status).toBe(404);
  expect(response.text).toBe('{"message":"Not Found"}');
  expect(response.header('content-type')).toBe('application/json');
  expect(response.header('apigw-requestid')).toMatch(/^[\w-]{15}=$/);
  expect(records[0]?.explanation).toContain('aws_apigatewayv2_api.public');
});

test('rawPath and path parameters are decoded', async () => {
  const { events, send } = stand(api({ routes: [route('GET /products/{name}/reviews/{title+}')] }));
  await send('GET', '/products/%E2%98%95%20Coffee/reviews/a%2Fb/c');
  expect(events[0]?.event).toMatchObject({
    rawPath: '/products/☕ Coffee/reviews/a/b/c',
    pathParameters: { name: '☕ Coffee', title: 'a/b/c' },
  });
});

test('an encoded slash does not make a segment, and an encoded letter is the letter', async () => {
  const configuration = api({ routes: [route('GET /a/b'), route('GET /{id}')] });
  expect(await routeKeyOf(configuration, 'GET', '/a%2Fb')).toBe('GET /{id}');
  expect(await routeKeyOf(configuration, 'GET', '/%61/b')).toBe('GET /a/b');
});

test('a path that is not well encoded is a bad request', async () => {
  const response = await stand(api({ routes: [route('GET /{id}')] })).send('GET', '/%E0%A4');
  expect([response.status, response.text]).toEqual([400, '{"message":"Bad Request"}']);
});

test('a named stage is the first segment; rawPath keeps it, the route key does not', async () => {
  const { events, send } = stand(api({ routes: [route('GET /agents/{id}')], stages: [stage('dev')] }));
  expect((await send('GET', '/dev/agents/1234')).status).toBe(200);
  expect(events[0]?.event).toMatchObject({
    routeKey: 'GET /agents/{id}',
    rawPath: '/dev/agents/1234',
    requestContext: { stage: 'dev', http: { path: '/dev/agents/1234' } },
  });
  expect((await send('GET', '/agents/1234')).status).toBe(404);
});

test('a stage of the first segment comes before $default', async () => {
  const { events, send } = stand(
    api({ routes: [route('GET /beta'), route('GET /')], stages: [stage('$default'), stage('beta')] }),
  );
  await send('GET', '/beta');
  expect(events[0]?.event).toMatchObject({ routeKey: 'GET /', requestContext: { stage: 'beta' } });
});

test('an API whose endpoint is disabled answers 403', async () => {
  const { events, send } = stand(api({ disableExecuteApiEndpoint: true }));
  const response = await send('GET', '/health');
  expect([response.status, response.text]).toEqual([403, '{"message":"Forbidden"}']);
  expect(events).toEqual([]);
});
