import { describe, expect, it } from 'vitest';
import {
  type Access,
  type ApiTable,
  defineApi,
  jwt,
  type Operation,
  operationsOf,
} from '../../contracts/route-table.ts';
import { apis } from '../apis.ts';
import { environments } from '../environments.ts';
import { at, only, referred } from '../testing/document.ts';
import { statementsOf } from '../testing/policies.ts';
import { synthesize } from '../testing/synthesize.ts';

const document = synthesize();
const { dev } = environments;

describe('the HTTP API', () => {
  const stage = at(document, 'aws_apigatewayv2_stage.public-api-stage');

  it('leaves CORS to API Gateway, for the origins of the environment', () => {
    expect(at(document, 'aws_apigatewayv2_api.public-api')).toMatchObject({
      protocol_type: 'HTTP',
      cors_configuration: {
        allow_origins: dev.corsOrigins,
        allow_methods: ['GET', 'POST'],
        expose_headers: ['Location', 'Retry-After', 'ETag', 'Apigw-Requestid'],
      },
    });
  });

  it('deploys itself as $default, with a row of JSON a request', () => {
    expect(stage).toMatchObject({ name: '$default', auto_deploy: true });
    const { destination_arn, format } = stage['access_log_settings'] as Record<string, string>;
    expect(at(document, referred(destination_arn))).toMatchObject({ retention_in_days: dev.logRetentionDays });
    const row = JSON.parse(String(format)) as Record<string, string>;
    expect(row).toMatchObject({ requestId: '$context.requestId', route: '$context.routeKey' });
    // It may quote the Authorization header: "Unsupported AWS 'algorithm': '<token>'".
    expect(Object.values(row)).not.toContain('$context.authorizer.error');
  });

  it('gives each route the function, the permission and the throttle of its row', () => {
    const route = only(document, 'aws_apigatewayv2_route', { route_key: 'POST /contacts' });
    expect(route).toMatchObject({ authorization_type: 'NONE', operation_name: 'createContact' });
    const integration = at(document, referred(route['target']));
    expect(integration).toMatchObject({
      integration_type: 'AWS_PROXY',
      integration_method: 'POST',
      payload_format_version: '2.0',
    });
    const lambda = referred(integration['integration_uri']);
    expect(at(document, lambda)['function_name']).toBe('gatehouse-dev-create-contact');
    expect(only(document, 'aws_lambda_permission', { function_name: `\${${lambda}.function_name}` })).toMatchObject({
      source_arn: '${aws_apigatewayv2_api.public-api.execution_arn}/*/POST/contacts',
    });
    const settings = stage['route_settings'] as readonly Record<string, unknown>[];
    const ofRoute = settings.find(({ route_key }) => at(document, referred(route_key)) === route);
    expect(ofRoute).toMatchObject({
      throttling_rate_limit: dev.throttles.contact.ratePerSecond,
      throttling_burst_limit: dev.throttles.contact.burst,
    });
  });

  it('refuses a row with an access that it has no authorizer for', () => {
    const publicApi: ApiTable = { ...defineApi('public-api', 'http', {}), rows: { login: userRow } };
    const taskApi = defineApi('task-api', 'rest', { createProject: apis.taskApi.rows.createProject });
    expect(() => synthesize({ taskApi, publicApi })).toThrow(
      "the row 'login' of an HTTP API has the access 'user'. Expected: 'jwt', 'iam', 'webhook' or 'public'",
    );
  });
});

const userRow = apis.taskApi.rows.listProjects;

describe('access', () => {
  const routeOf = (operation_name: string) => only(document, 'aws_apigatewayv2_route', { operation_name });

  it.each(operationsOf(apis.publicApi).map((operation): [string, Operation] => [operation.operationId, operation]))(
    'of %s is what its row says',
    (operationId, { access }) => {
      const expected: Partial<Record<Access['kind'], object>> = {
        public: { authorization_type: 'NONE' },
        jwt: { authorization_type: 'JWT', authorization_scopes: access.kind === 'jwt' ? access.scopes : [] },
        iam: { authorization_type: 'AWS_IAM' },
        webhook: { authorization_type: 'CUSTOM' },
      };
      expect(routeOf(operationId)).toMatchObject(expected[access.kind] ?? { authorization_type: access.kind });
      expect('authorizer_id' in routeOf(operationId)).toBe(access.kind === 'jwt' || access.kind === 'webhook');
    },
  );

  it("of a client is an access token of the pool's, given to the contact desk", () => {
    expect(at(document, referred(routeOf('listContacts')['authorizer_id']))).toMatchObject({
      authorizer_type: 'JWT',
      identity_sources: ['$request.header.Authorization'],
      jwt_configuration: {
        issuer: 'https://${aws_cognito_user_pool.user-pool.endpoint}',
        audience: ['${aws_cognito_user_pool_client.contacts-client.id}'],
      },
    });
  });

  it('of a webhook is asked, for each request anew, of a function that only this authorizer may call', () => {
    const address = referred(routeOf('receiveWebhook')['authorizer_id']);
    const [lambda] = Object.entries(document.resource['aws_lambda_function'] ?? {}).find(
      ([, { function_name }]) => function_name === 'gatehouse-dev-webhook-authorizer',
    ) ?? [''];
    expect(at(document, address)).toMatchObject({
      authorizer_type: 'REQUEST',
      authorizer_payload_format_version: '2.0',
      authorizer_result_ttl_in_seconds: 0,
      authorizer_uri: `\${aws_lambda_function.${lambda}.invoke_arn}`,
      enable_simple_responses: true,
      identity_sources: [
        '$request.header.Webhook-Signature',
        '$request.header.Webhook-Timestamp',
        '$request.header.Content-Digest',
      ],
    });
    const permission = { function_name: `\${aws_lambda_function.${lambda}.function_name}` };
    expect(only(document, 'aws_lambda_permission', permission)).toMatchObject({
      principal: 'apigateway.amazonaws.com',
      source_arn: `\${aws_apigatewayv2_api.public-api.execution_arn}/authorizers/\${${address}.id}`,
    });
  });

  it("of an AWS principal is allowed by the operators' policy, on these routes alone", () => {
    const policy = at(document, 'aws_iam_policy.operators-policy');
    expect(policy['name']).toBe('gatehouse-dev-operators');
    expect(statementsOf(policy['policy'])).toEqual([
      {
        Sid: 'Operations',
        Effect: 'Allow',
        Action: ['execute-api:Invoke'],
        Resource: [
          '${aws_apigatewayv2_api.public-api.execution_arn}/*/GET/operations/export-queues',
          '${aws_apigatewayv2_api.public-api.execution_arn}/*/POST/operations/export-redrives',
        ],
      },
    ]);
  });

  it('by a scope that no token carries is refused', () => {
    const listContacts = { ...apis.publicApi.rows.listContacts };
    const fields = { ...listContacts.fields, access: jwt('contacts/write') };
    const publicApi: ApiTable = { ...apis.publicApi, rows: { listContacts: { ...listContacts, fields } } };
    expect(() => synthesize({ publicApi })).toThrow(
      "the row 'listContacts' asks for the scope 'contacts/write', which no token carries. Expected one of: contacts/read",
    );
  });
});
