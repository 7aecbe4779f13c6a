import { type DocumentPart, reference } from '../documents/document.ts';
import { restApiDocument } from '../documents/rest-api.ts';
import { apiKeysDocument, usagePlanDocument } from '../documents/usage-plan.ts';
import { userPoolDocument } from '../documents/user-pool.ts';

const cognito = { type: 'COGNITO_USER_POOLS', provider_arns: [reference('aws_cognito_user_pool.users', 'arn')] };
const byPool = (authorizer: string, scopes: readonly string[] = []) => ({
  function: 'echo',
  authorizer,
  authorization: 'COGNITO_USER_POOLS' as const,
  method: { authorization_scopes: scopes },
});
const withKey = { function: 'echo', method: { api_key_required: true } };
const iam = { function: 'echo', authorization: 'AWS_IAM' as const };

/** Who may call: Cognito, Lambda authorizers, IAM, API keys. */
export const restAccessDocument: readonly DocumentPart[] = [
  userPoolDocument('users', {
    clients: { app: { explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH'] } },
  }),
  restApiDocument('cognito', {
    methods: {
      'GET /cognito': byPool('users'),
      'POST /cognito': byPool('users'),
      'GET /scoped': byPool('users', ['rs/read']),
      'GET /validated': byPool('pattern'),
    },
    authorizers: {
      users: cognito,
      pattern: {
        ...cognito,
        identity_validation_expression: reference('aws_cognito_user_pool_client.app', 'id'),
      },
    },
    stages: { stage: {}, prod: {} },
  }),
  restApiDocument('authorized', {
    methods: {
      'GET /token': { function: 'echo', authorizer: 'token' },
      'POST /token': { function: 'echo', authorizer: 'token' },
      'GET /pattern': { function: 'echo', authorizer: 'pattern' },
      'GET /request': { function: 'echo', authorizer: 'request' },
      'GET /three': { function: 'echo', authorizer: 'three' },
      'GET /open': 'echo',
    },
    authorizers: {
      token: { function: 'policyAuthorizer' },
      pattern: {
        function: 'policyAuthorizer',
        identity_source: 'method.request.header.MyCustomAuthHeader',
        identity_validation_expression: '^ok.*$',
      },
      request: {
        function: 'policyAuthorizer',
        type: 'REQUEST',
        identity_source: 'method.request.querystring.authorization',
      },
      three: {
        function: 'policyAuthorizer',
        type: 'REQUEST',
        identity_source: 'method.request.header.A, method.request.querystring.b, method.request.header.C',
        authorizer_result_ttl_in_seconds: 0,
      },
    },
  }),
  restApiDocument('iam', {
    methods: { 'GET /iam': iam, 'POST /iam': iam, 'GET /credentials': 'caller', 'GET /denied-credentials': 'denied' },
    stages: { stage: {}, prod: {} },
  }),
  restApiDocument('keys', { methods: { 'GET /key': withKey, 'GET /quota': withKey } }),
  restApiDocument('keys_by_authorizer', {
    methods: { 'GET /x': { ...withKey, authorizer: 'token' } },
    authorizers: { token: { function: 'policyAuthorizer' } },
    api: { api_key_source: 'AUTHORIZER' },
  }),
  usagePlanDocument('keys', { api: 'keys', keys: { validKey: {}, disabledKey: { enabled: false } } }),
  usagePlanDocument('once_a_day', {
    api: 'keys',
    keys: { quotaKey: {} },
    plan: { quota_settings: [{ limit: 1, period: 'DAY' }] },
  }),
  apiKeysDocument({ strayKey: {} }),
];
