import { expect, test } from 'vitest';
import { api, failed, jwtAuthorizer, lambdaAuthorizer, route, type StandOptions, stage, stand } from './fixtures.ts';

const logged = (format: string) => [stage('$default', { accessLog: { logGroupName: '/aws/http', format } })];

async function lineOf(format: string, path: string, options: StandOptions = {}) {
  const { logLines, send } = stand(
    api({
      routes: [
        route('GET /ok'),
        route('GET /custom', { authorizationType: 'CUSTOM', authorizerId: 'webhook' }),
        route('GET /jwt', { authorizationType: 'JWT', authorizerId: 'jwt' }),
      ],
      authorizers: { webhook: lambdaAuthorizer({ identitySources: [] }), jwt: jwtAuthorizer() },
      stages: logged(format),
    }),
    { tokenKeys: { keysOf: () => ({ keys: [] }), issuerOf: () => undefined }, ...options },
  );
  const response = await send('GET', path, { headers: { 'User-Agent': 'curl/8' }, body: 'abc' });
  expect(logLines).toHaveLength(1);
  return { line: logLines[0] ?? '', response };
}

test('variables of the request and its answer', async () => {
  const names = [
    'accountId apiId domainName httpMethod identity.sourceIp identity.userAgent path protocol requestTime',
    'requestTimeEpoch routeKey stage status responseLength dataProcessed integrationStatus integration.status',
    'integration.requestId identity.userArn error.message authorizer.principalId unknown',
  ].flatMap((names) => names.split(' '));
  const { line } = await lineOf(names.map((name) => `$context.${name}`).join('|'), '/ok?x=1');
  expect(line).toBe(
    '/aws/http: 123456789012|abc123|abc123.execute-api.eu-west-1.amazonaws.com|GET|127.0.0.1|curl/8|/ok|HTTP/1.1|02/Jan/2026:03:04:05 +0000|1767323045000|GET /ok|$default|200|2|5|200|200|lambda-request-id|-|-|-|-',
  );
});

test('the request id is the one of the answer, and extendedRequestId the same', async () => {
  const { line, response } = await lineOf('$context.requestId $context.extendedRequestId', '/ok');
  const requestId = response.header('apigw-requestid');
  expect(line).toBe(`/aws/http: ${requestId} ${requestId}`);
});

test('a failing integration', async () => {
  const format = '$context.integrationErrorMessage|$context.error.messageString|$context.error.responseType';
  const functions = { echo: () => failed({ errorMessage: 'no' }) };
  expect((await lineOf(format, '/ok', { functions })).line).toContain(
    'echo failed: {"errorMessage":"no"}|"Internal Server Error"|INTEGRATION_FAILURE',
  );
  const malformed = { echo: () => ({ statusCode: 'x' }) };
  expect((await lineOf(format, '/ok', { functions: malformed })).line).toContain(
    "The response from the Lambda function doesn't match the format that API Gateway expects.",
  );
});

test("an authorizer's context and error", async () => {
  const functions = { authorizer: () => ({ isAuthorized: true, context: { key: 'v', flag: true, map: { a: 1 } } }) };
  const format = '$context.authorizer.key $context.authorizer.flag $context.authorizer.map $context.authorizer.error';
  expect((await lineOf(format, '/custom', { functions })).line).toBe('/aws/http: v true {"a":1} -');
  expect((await lineOf('$context.authorizer.error', '/jwt')).line).toContain('the request has no token');
});

test('an unmatched route is logged without a route key', async () => {
  expect((await lineOf('$context.routeKey $context.status', '/nope')).line).toBe('/aws/http: - 404');
});
