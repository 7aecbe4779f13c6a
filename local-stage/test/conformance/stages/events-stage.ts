import { reference, stackDocument } from '../documents/document.ts';
import { functionsDocument } from '../documents/functions.ts';
import { httpApiDocument } from '../documents/http-api.ts';
import { restApiDocument } from '../documents/rest-api.ts';
import { usagePlanDocument } from '../documents/usage-plan.ts';
import { userPoolDocument } from '../documents/user-pool.ts';

const identitySources = { identity_sources: ['$request.header.Authorization'] };
const simple = {
  function: 'simpleAuthorizer',
  authorizer_payload_format_version: '2.0',
  enable_simple_responses: true,
  ...identitySources,
};

/** APIs whose functions show what reaches them. */
export const eventsStageDocument = stackDocument(
  'conformance-events',
  functionsDocument({
    echo: { handler: 'echo' },
    simpleAuthorizer: { handler: 'simpleAuthorizer' },
    policyAuthorizer: { handler: 'policyAuthorizer' },
    caller: {
      handler: 'environment',
      statements: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }],
    },
  }),
  userPoolDocument('users', { clients: { app: { explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH'] } } }),
  httpApiDocument('http', {
    routes: {
      'GET /': 'echo',
      'POST /lambda': { function: 'echo', authorizer: 'simple' },
      'POST /iam': { function: 'echo', iam: true },
      'POST /test9/api/users/{userId}/orders': 'echo',
    },
    authorizers: { simple: { ...simple, authorizer_result_ttl_in_seconds: 0 } },
  }),
  httpApiDocument('http_payload1', {
    routes: {
      'GET /my/path': { function: 'echo', authorizer: 'simple' },
      'POST /test1/api/users/{userId}/orders': 'echo',
    },
    authorizers: { simple },
    payloadFormatVersion: '1.0',
  }),
  httpApiDocument('http_dev', { routes: { 'GET /agents/{id}': 'echo' }, stages: { dev: {} } }),
  httpApiDocument('http_example', {
    routes: { $default: { function: 'echo', authorizer: 'jwt', scopes: ['scope1'] } },
    authorizers: {
      jwt: {
        authorizer_type: 'JWT',
        ...identitySources,
        jwt_configuration: [
          {
            audience: [reference('aws_cognito_user_pool_client.app', 'id')],
            issuer: `https://${reference('aws_cognito_user_pool.users', 'endpoint')}`,
          },
        ],
      },
    },
    stages: { $default: { stage_variables: { stageVariable1: 'value1' } } },
  }),
  restApiDocument('rest', {
    methods: {
      'POST /no-auth': 'echo',
      'POST /lambda-token': { function: 'echo', authorizer: 'token' },
      'POST /cognito': { function: 'echo', authorizer: 'users', authorization: 'COGNITO_USER_POOLS' },
      'POST /iam': { function: 'echo', authorization: 'AWS_IAM' },
      'GET /key': { function: 'echo', method: { api_key_required: true } },
      'GET /credentials': 'caller',
    },
    authorizers: {
      token: { function: 'policyAuthorizer', authorizer_result_ttl_in_seconds: 0 },
      users: { type: 'COGNITO_USER_POOLS', provider_arns: [reference('aws_cognito_user_pool.users', 'arn')] },
    },
    stages: { prod: {} },
  }),
  usagePlanDocument('keys', { api: 'rest', stage: 'prod', keys: { apiKey: {} } }),
  restApiDocument('rest_proxy', { methods: { 'ANY /{proxy+}': 'echo' } }),
);
