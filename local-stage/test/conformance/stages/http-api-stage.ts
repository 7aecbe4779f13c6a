import { caseOf } from '../case-files.ts';
import { reference, stackDocument } from '../documents/document.ts';
import { functionsDocument } from '../documents/functions.ts';
import { httpApiDocument } from '../documents/http-api.ts';
import { userPoolDocument } from '../documents/user-pool.ts';

const cors = {
  allow_origins: ['https://a.example'],
  allow_methods: ['GET', 'POST'],
  allow_headers: ['content-type'],
  max_age: 300,
};

const jwt = {
  authorizer_type: 'JWT',
  identity_sources: ['$request.header.Authorization'],
  jwt_configuration: [
    {
      audience: [reference('aws_cognito_user_pool_client.app', 'id')],
      issuer: `https://${reference('aws_cognito_user_pool.users', 'endpoint')}`,
    },
  ],
};

const simple = {
  authorizer_type: 'REQUEST',
  function: 'simpleAuthorizer',
  authorizer_payload_format_version: '2.0',
  enable_simple_responses: true,
  identity_sources: ['$request.header.Authorization'],
  authorizer_result_ttl_in_seconds: 0,
};

const functions = functionsDocument({
  echo: { handler: 'echo' },
  parse: { handler: 'parse' },
  fail: { handler: 'fail' },
  malformed: { handler: 'answer', environment: { ANSWER: '{"statusCode":"two hundred"}' } },
  sleep: { handler: 'sleep' },
  sleepLong: { handler: 'sleep', timeoutSeconds: 1 },
  unpermitted: { handler: 'echo' },
  caller: {
    handler: 'environment',
    statements: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }],
  },
  simpleAuthorizer: { handler: 'simpleAuthorizer' },
  policyAuthorizer: { handler: 'policyAuthorizer' },
});

const eventRoutes = {
  'GET /x': 'echo',
  'POST /x': 'echo',
  'GET /lambda': 'echo',
  'POST /lambda': 'echo',
  'POST /users/{userId}/avatar': 'echo',
  'POST /users/{userId}/orders': 'echo',
};

/** Every variable that the case lists, under its own name; the examples of the list become names of this suite. */
const allVariables = (caseOf('http-api', 'http-log-vars').expect.list ?? [])
  .map((listed) => listed.replace('$context.', ''))
  .map(
    (name) => `${name}=$context.${name.replace('claims.property', 'claims.sub').replace('r.property', 'r.stringKey')}`,
  )
  .join(' | ');

const logAllVariables = {
  access_log_settings: [
    { destination_arn: reference('aws_cloudwatch_log_group.access_variables', 'arn'), format: allVariables },
  ],
};

export const httpApiStageDocument = stackDocument(
  'conformance-http-api',
  functions,
  userPoolDocument('users', {
    clients: { app: { explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH'] } },
  }),
  userPoolDocument('others', { clients: {} }),
  httpApiDocument('events', {
    routes: { ...eventRoutes, 'POST /products/{productName}/reviews/{reviewTitle}': 'echo' },
  }),
  httpApiDocument('payload1', {
    routes: { ...eventRoutes, 'POST /users/{username}/orders/{orderName}': 'echo' },
    payloadFormatVersion: '1.0',
  }),
  httpApiDocument('answers', { routes: { 'POST /x': 'parse' } }),
  httpApiDocument('answers1', { routes: { 'POST /x': 'parse' }, payloadFormatVersion: '1.0' }),
  httpApiDocument('one_route', { routes: { 'GET /foo': 'echo' } }),
  httpApiDocument('catch_all', { routes: { $default: 'echo' } }),
  httpApiDocument('pets', {
    routes: {
      'GET /pets/dog/1': 'echo',
      'GET /pets/dog/{id}': 'echo',
      'GET /pets/{proxy+}': 'echo',
      'ANY /{proxy+}': 'echo',
      $default: 'echo',
    },
  }),
  httpApiDocument('named', {
    routes: { 'GET /foo': 'echo', 'GET /x': 'echo', 'GET /agents/{id}': 'echo' },
    stages: { prod: { stage_variables: { a: 'b' } }, dev: {} },
  }),
  httpApiDocument('two_stages', {
    routes: { 'GET /beta': 'echo', 'GET /other': 'echo' },
    stages: { $default: {}, beta: {} },
  }),
  httpApiDocument('cors', {
    cors,
    routes: {
      'GET /x': 'echo',
      'GET /plain': 'echo',
      'GET /denied': { function: 'echo', authorizer: 'denying' },
    },
    authorizers: { denying: { ...simple, identity_sources: [] } },
  }),
  httpApiDocument('cors_star', {
    cors: { allow_origins: ['*'], expose_headers: ['X-foo'] },
    routes: { 'GET /x': 'echo' },
  }),
  httpApiDocument('cors_https', { cors: { allow_origins: ['https://*'] }, routes: { 'GET /x': 'echo' } }),
  httpApiDocument('cors_default', {
    cors,
    routes: { $default: { function: 'echo', authorizer: 'jwt' } },
    authorizers: { jwt },
  }),
  httpApiDocument('disabled', { routes: { 'GET /x': 'echo' }, disabled: true }),
  httpApiDocument('failing', {
    routes: {
      'GET /throws': 'fail',
      'GET /malformed': 'malformed',
      'GET /slow': { function: 'sleep', timeoutMs: 50 },
      'GET /timeout': 'sleepLong',
      'GET /unpermitted': 'unpermitted',
      'GET /throttled': 'echo',
    },
    unpermitted: ['unpermitted'],
    stages: {
      $default: {
        route_settings: [{ route_key: 'GET /throttled', throttling_rate_limit: 0, throttling_burst_limit: 0 }],
        depends_on: ['aws_apigatewayv2_route.failing_GET_throttled'],
      },
    },
  }),
  httpApiDocument('iam', {
    routes: {
      'GET /iam': { function: 'echo', iam: true },
      'POST /iam': { function: 'echo', iam: true },
      'GET /credentials': 'caller',
    },
  }),
  httpApiDocument('jwt', {
    routes: {
      'GET /jwt': { function: 'echo', authorizer: 'jwt' },
      'POST /cognito': { function: 'echo', authorizer: 'jwt' },
      'GET /scoped': { function: 'echo', authorizer: 'jwt', scopes: ['a'] },
    },
    authorizers: { jwt },
  }),
  httpApiDocument('authorized', {
    routes: {
      'GET /lambda': { function: 'echo', authorizer: 'simple' },
      'POST /lambda': { function: 'echo', authorizer: 'simple' },
      'GET /unidentified': { function: 'echo', authorizer: 'unidentified' },
      'GET /unpermitted': { function: 'echo', authorizer: 'unpermitted' },
      'GET /payload1': { function: 'echo', authorizer: 'payload1' },
    },
    authorizers: {
      simple,
      unidentified: { ...simple, identity_sources: [] },
      unpermitted: { ...simple, function: 'unpermitted' },
      payload1: {
        authorizer_type: 'REQUEST',
        function: 'policyAuthorizer',
        authorizer_payload_format_version: '1.0',
        identity_sources: ['$request.header.Authorization'],
      },
    },
    unpermitted: ['unpermitted'],
  }),
  httpApiDocument('variables', {
    routes: {
      'GET /jwt': { function: 'echo', authorizer: 'jwt' },
      'GET /iam': { function: 'echo', iam: true },
      'GET /lambda': { function: 'echo', authorizer: 'policy' },
      'GET /throws': 'fail',
    },
    authorizers: {
      jwt,
      policy: {
        authorizer_type: 'REQUEST',
        function: 'policyAuthorizer',
        authorizer_payload_format_version: '2.0',
        identity_sources: ['$request.header.Authorization'],
      },
    },
    stages: { $default: logAllVariables },
  }),
);
