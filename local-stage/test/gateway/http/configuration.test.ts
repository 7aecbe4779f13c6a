import { expect, test } from 'vitest';
import type { HttpApiConfiguration } from '../../../src/gateway/http/configuration.ts';
import { api, cors, integration, jwtAuthorizer, lambdaAuthorizer, route, stage, stand } from './fixtures.ts';

const jwtRoute = route('GET /jwt', { authorizationType: 'JWT', authorizerId: 'jwt' });
const lambdaRoute = route('GET /lambda', { authorizationType: 'CUSTOM', authorizerId: 'webhook' });
const throttle = { rateLimit: 1, burstLimit: 1 };

test.each<[string, Partial<HttpApiConfiguration>, RegExp]>([
  [
    'a malformed route key',
    { routes: [route('GET health')] },
    /^aws_apigatewayv2_route\.\S+: its route key is "GET health"/,
  ],
  ['an unknown method', { routes: [route('FETCH /x')] }, /its route key is "FETCH \/x"/],
  ['a greedy parameter in the middle', { routes: [route('GET /{a+}/b')] }, /not the path's last segment/],
  ['two parameters of a name', { routes: [route('GET /{a}/{a}')] }, /the same name/],
  ['a partial parameter', { routes: [route('GET /a-{id}')] }, /mixes text and braces/],
  ['a route twice', { routes: [route('GET /a'), route('GET /a')] }, /is also that of/],
  ['a route without integration', { routes: [route('GET /a', { integration: undefined })] }, /has no integration/],
  [
    'a timeout beyond the limit',
    { routes: [route('GET /a', { integration: integration({ timeoutMs: 30_001 }) })] },
    /^aws_apigatewayv2_integration\.echo: its timeout is 30001 ms/,
  ],
  ['scopes without JWT', { routes: [route('GET /a', { authorizationScopes: ['x'] })] }, /asks for scopes/],
  ['an authorizer that is missing', { routes: [jwtRoute] }, /Expected: an authorizer of aws_apigatewayv2_api\.public/],
  [
    'an authorizer of another kind',
    { routes: [jwtRoute], authorizers: { jwt: lambdaAuthorizer() } },
    /is a REQUEST authorizer\. Expected: JWT/,
  ],
  [
    'a JWT authorizer where a Lambda one belongs',
    { routes: [lambdaRoute], authorizers: { webhook: jwtAuthorizer() } },
    /is a JWT authorizer\. Expected: REQUEST/,
  ],
  [
    'an issuer that the stage does not run',
    { routes: [jwtRoute], authorizers: { jwt: jwtAuthorizer() } },
    /^aws_apigatewayv2_authorizer\.jwt: its issuer is https:\/\/cognito-idp/,
  ],
  [
    'a JWT authorizer without audience',
    { routes: [jwtRoute], authorizers: { jwt: jwtAuthorizer({ audience: [] }) } },
    /it has no audience/,
  ],
  [
    'two identity sources of a JWT authorizer',
    {
      routes: [jwtRoute],
      authorizers: { jwt: jwtAuthorizer({ identitySources: ['$request.header.A', '$request.header.B'] }) },
    },
    /Expected: exactly one/,
  ],
  [
    'an unknown identity source',
    { authorizers: { webhook: lambdaAuthorizer({ identitySources: ['$request.body.a'] }) } },
    /its identity source is "\$request\.body\.a"/,
  ],
  [
    'a context variable that no request has',
    { authorizers: { webhook: lambdaAuthorizer({ identitySources: ['$context.status'] }) } },
    /its identity source is "\$context\.status"/,
  ],
  [
    'simple responses of format 1.0',
    { authorizers: { webhook: lambdaAuthorizer({ payloadFormatVersion: '1.0' }) } },
    /simple responses need/,
  ],
  [
    'a cache without identity',
    { authorizers: { webhook: lambdaAuthorizer({ identitySources: [], resultTtlSeconds: 1 }) } },
    /no identity source to keep them by/,
  ],
  [
    'a TTL beyond the limit',
    { authorizers: { webhook: lambdaAuthorizer({ resultTtlSeconds: 3601 }) } },
    /its result TTL is 3601 s/,
  ],
  [
    'credentials for every origin',
    { cors: cors({ allowOrigins: ['*'], allowCredentials: true }) },
    /^aws_apigatewayv2_api\.public: its CORS allows credentials/,
  ],
  ['an origin pattern', { cors: cors({ allowOrigins: ['https://*.a.example'] }) }, /allows the origin/],
  ['an origin with a path', { cors: cors({ allowOrigins: ['https://a.example/'] }) }, /allows the origin/],
  [
    'a throttle of an unknown route',
    { stages: [stage('$default', { routeThrottles: { 'GET /nope': throttle } })] },
    /^aws_apigatewayv2_stage\.default: it throttles GET \/nope/,
  ],
  ['a stage twice', { stages: [stage('dev'), stage('dev')] }, /has two stages dev/],
])('%s is refused at creation', (_name, overrides, message) => {
  expect(() => stand(api(overrides))).toThrow(
    expect.objectContaining({ name: 'HttpApiConfigurationError', message: expect.stringMatching(message) }),
  );
});
