import { type Arguments, type DocumentPart, reference, stackDocument } from '../conformance/documents/document.ts';
import { functionsDocument } from '../conformance/documents/functions.ts';
import { httpApiDocument } from '../conformance/documents/http-api.ts';
import { restApiDocument } from '../conformance/documents/rest-api.ts';
import { userPoolDocument } from '../conformance/documents/user-pool.ts';

/** Scope that guarded routes ask for. */
export const scope = 'things/read';

export const keyValues = {
  valid: 'A-valid-key-of-the-guarded-stack',
  disabled: 'a-disabled-key-of-the-guarded-stack',
  otherStage: 'a-key-of-another-stage-of-the-stack',
  planless: 'a-key-of-no-plan-at-all-in-the-stack',
} as const;
type KeyName = keyof typeof keyValues;

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

const byHeader = { identity_sources: ['$request.header.Authorization'], authorizer_result_ttl_in_seconds: 300 };

/** A stack with a route behind each kind of authorizer, on both kinds of API. */
export const guardedDocument = stackDocument(
  'guarded',
  functionsDocument({
    guarded: { handler: 'echo' },
    policyAuthorizer: { handler: 'policyAuthorizer' },
    simpleAuthorizer: { handler: 'simpleAuthorizer' },
  }),
  userPoolDocument('users', { clients: { app: { explicit_auth_flows: ['ALLOW_USER_PASSWORD_AUTH'] } } }),
  userPoolDocument('others', { clients: {} }),
  restApiDocument('rest', {
    stages: { stage: {}, other: {} },
    authorizers: {
      users: { type: 'COGNITO_USER_POOLS', provider_arns: [reference('aws_cognito_user_pool.users', 'arn')] },
      token: { type: 'TOKEN', function: 'policyAuthorizer' },
      request: {
        type: 'REQUEST',
        function: 'policyAuthorizer',
        identity_source: 'method.request.header.Authorization',
      },
    },
    methods: {
      'GET /cognito': cognito({}),
      'GET /cognito-scoped': cognito({ authorization_scopes: [scope] }),
      'GET /token': { function: 'guarded', authorizer: 'token' },
      'GET /request': { function: 'guarded', authorizer: 'request' },
      'GET /key': { function: 'guarded', method: { api_key_required: true } },
    },
  }),
  httpApiDocument('http', {
    authorizers: {
      jwt,
      request: {
        ...byHeader,
        authorizer_type: 'REQUEST',
        function: 'simpleAuthorizer',
        authorizer_payload_format_version: '2.0',
        enable_simple_responses: true,
      },
    },
    routes: {
      'GET /jwt': { function: 'guarded', authorizer: 'jwt' },
      'GET /jwt-scoped': { function: 'guarded', authorizer: 'jwt', scopes: [scope] },
      'GET /request': { function: 'guarded', authorizer: 'request' },
    },
  }),
  usagePlans({ guarded: ['stage', ['valid', 'disabled']], elsewhere: ['other', ['otherStage']] }),
);

function cognito(more: Arguments) {
  return { function: 'guarded', authorizer: 'users', authorization: 'COGNITO_USER_POOLS', method: more } as const;
}

/** Every key, and plans with a stage of the REST API and the keys that they hold. */
function usagePlans(plans: Readonly<Record<string, readonly [stage: string, keys: readonly KeyName[]]>>): DocumentPart {
  const apiId = reference('aws_api_gateway_rest_api.rest', 'id');
  const keys = Object.entries(keyValues).map(([name, value]) => [
    name,
    { name, value, enabled: name !== ('disabled' satisfies KeyName) },
  ]);
  const named = Object.entries(plans).map(([name, [stage]]) => [
    name,
    {
      name,
      api_stages: [{ api_id: apiId, stage: reference(`aws_api_gateway_stage.rest_${stage}`, 'stage_name') }],
    },
  ]);
  const planKeys = Object.entries(plans).flatMap(([plan, [, held]]) =>
    held.map((key) => [
      key,
      {
        key_id: reference(`aws_api_gateway_api_key.${key}`, 'id'),
        key_type: 'API_KEY',
        usage_plan_id: reference(`aws_api_gateway_usage_plan.${plan}`, 'id'),
      },
    ]),
  );
  return {
    resource: {
      aws_api_gateway_api_key: Object.fromEntries(keys),
      aws_api_gateway_usage_plan: Object.fromEntries(named),
      aws_api_gateway_usage_plan_key: Object.fromEntries(planKeys),
    },
  };
}
