import { describe, expect, it } from 'vitest';
import {
  type Access,
  defineApi,
  get,
  iam,
  jwt,
  type Operation,
  operationsOf,
  partner,
  post,
  user,
  webhook,
} from '../../contracts/route-table.ts';
import { apis } from '../apis.ts';
import { environments } from '../environments.ts';
import { at, differences, find, leaves, only, referred, type TerraformDocument } from '../testing/document.ts';
import { functionNamed } from '../testing/policies.ts';
import { synthesize } from '../testing/synthesize.ts';

const { dev } = environments;
const { rows } = apis.taskApi;

const auditFields = {
  summary: 'Start an audit of a project',
  access: partner,
  path: { projectId: 'ProjectId' },
  query: { limit: { schema: 'PageLimit', required: true }, cursor: { schema: 'Cursor' } },
  body: 'StartExport',
  answers: { 202: { schema: 'ExportAccepted' } },
  errors: [],
  throttle: 'exports',
  idempotency: 'key',
  touches: { exportQueue: ['SendMessage'] },
} as const;

function withRow(row: Parameters<typeof defineApi>[2][string]): TerraformDocument {
  return synthesize({ taskApi: defineApi('task-api', 'rest', { ...rows, startAudit: row }) });
}

const deploymentTrigger = (document: TerraformDocument) => only(document, 'aws_api_gateway_deployment')['triggers'];

describe('a row and a bundle', () => {
  const document = withRow(post('/projects/{projectId}/audits', auditFields));
  const method = only(document, 'aws_api_gateway_method', { operation_name: 'startAudit' });
  const handler = functionNamed(document, 'start-audit');

  it('give the resource below the one of its parent', () => {
    const resource = at(document, referred(method['resource_id']));
    expect(resource['path_part']).toBe('audits');
    expect(at(document, referred(resource['parent_id']))['path_part']).toBe('{projectId}');
    expect(find(document, 'aws_api_gateway_resource', { path_part: 'projects' })).toHaveLength(2);
  });

  it('give the method with its authorizer, its key, its parameters and its model', () => {
    expect(method).toMatchObject({
      http_method: 'POST',
      authorization: 'CUSTOM',
      api_key_required: true,
      request_parameters: {
        'method.request.path.projectId': true,
        'method.request.querystring.limit': true,
        'method.request.querystring.cursor': false,
        'method.request.header.Idempotency-Key': false,
      },
    });
    expect(at(document, referred(method['authorizer_id']))).toMatchObject({ type: 'TOKEN' });
    expect(at(document, referred(method['request_validator_id']))).toMatchObject({
      validate_request_body: true,
      validate_request_parameters: true,
    });
    const models = method['request_models'] as Record<string, string>;
    expect(Object.keys(models)).toEqual(['application/json']);
    expect(at(document, referred(models['application/json']))).toMatchObject({ name: 'StartExport' });
  });

  it('give the integration of the function, and the permission for this method alone', () => {
    const { address } = functionAddress(document, 'start-audit');
    const integration = only(document, 'aws_api_gateway_integration', { uri: `\${${address}.invoke_arn}` });
    expect(integration).toMatchObject({
      type: 'AWS_PROXY',
      http_method: 'POST',
      integration_http_method: 'POST',
      timeout_milliseconds: 29_000,
      resource_id: method['resource_id'],
    });
    expect(only(document, 'aws_lambda_permission', { function_name: `\${${address}.function_name}` })).toMatchObject({
      principal: 'apigateway.amazonaws.com',
      source_arn: '${aws_api_gateway_rest_api.task-api.execution_arn}/dev/POST/projects/*/audits',
    });
  });

  it('give the function with a role and a log group of its own', () => {
    expect(handler).toMatchObject({
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      memory_size: 256,
      timeout: 10,
      tracing_config: { mode: 'Active' },
      environment: {
        variables: {
          ALLOWED_ORIGINS: dev.corsOrigins.join(','),
          ENVIRONMENT: 'dev',
          EXPORT_QUEUE_URL: '${aws_sqs_queue.export-queue.url}',
          NODE_OPTIONS: '--enable-source-maps',
          POWERTOOLS_LOG_LEVEL: 'DEBUG',
          POWERTOOLS_SERVICE_NAME: 'task-api',
          TABLE_NAME: '${aws_dynamodb_table.table.name}',
        },
      },
    });
    expect(find(document, 'aws_lambda_function', { role: handler['role'] })).toHaveLength(1);
    expect(only(document, 'aws_cloudwatch_log_group', { name: '/aws/lambda/gatehouse-dev-start-audit' })).toMatchObject(
      { retention_in_days: dev.logRetentionDays },
    );
  });

  it('give the preflight of its path', () => {
    const resource = { resource_id: method['resource_id'] };
    expect(only(document, 'aws_api_gateway_method', { ...resource, http_method: 'OPTIONS' })).toMatchObject({
      authorization: 'NONE',
    });
    expect(only(document, 'aws_api_gateway_integration_response', resource)).toMatchObject({
      response_parameters: { 'method.response.header.Access-Control-Allow-Methods': "'OPTIONS,POST'" },
    });
  });

  it('give the throttle of its class', () => {
    const settings = only(document, 'aws_api_gateway_method_settings', {
      method_path: '~1projects~1{projectId}~1audits/POST',
    });
    expect(settings['settings']).toMatchObject({
      throttling_rate_limit: dev.throttles.exports.ratePerSecond,
      throttling_burst_limit: dev.throttles.exports.burst,
    });
  });

  it('give the alarm of its function', () => {
    expect(
      find(document, 'aws_cloudwatch_metric_alarm', { alarm_name: 'gatehouse-dev-start-audit-errors' }),
    ).toHaveLength(1);
  });

  it('change nothing that other rows gave', () => {
    const before = leaves(synthesize().resource);
    const changed = differences(synthesize().resource, document.resource).filter((path) => before.has(path));
    const places = changed.map((path) => path.split('/')).map(([type, , argument]) => `${type} ${argument}`);
    // The list of what the deployment waits for, its hash, and the dashboard's graphs.
    expect([...new Set(places)].sort()).toEqual([
      'aws_api_gateway_deployment depends_on',
      'aws_api_gateway_deployment triggers',
      'aws_cloudwatch_dashboard dashboard_body',
    ]);
  });
});

describe('access', () => {
  const document = synthesize();
  const methodOf = (operation_name: string) => only(document, 'aws_api_gateway_method', { operation_name });

  it.each(operationsOf(apis.taskApi).map((operation): [string, Operation] => [operation.operationId, operation]))(
    'of %s is what its row says',
    (operationId, { access }) => {
      const expected: Partial<Record<Access['kind'], object>> = {
        public: { authorization: 'NONE' },
        user: { authorization: 'COGNITO_USER_POOLS' },
        partner: { authorization: 'CUSTOM', api_key_required: true },
      };
      const { authorization, api_key_required } = methodOf(operationId);
      expect({ authorization, ...(api_key_required === undefined ? {} : { api_key_required }) }).toEqual(
        expected[access.kind],
      );
    },
  );

  it.each([jwt('contacts/read'), iam, webhook])('of $kind is refused', (access) => {
    expect(() => withRow(post('/projects/{projectId}/audits', { ...auditFields, access }))).toThrow(
      `row 'startAudit' has the access '${access.kind}'`,
    );
  });

  it('of a user is asked of the pool', () => {
    const authorizer = at(document, referred(methodOf('createProject')['authorizer_id']));
    expect(authorizer).toMatchObject({
      type: 'COGNITO_USER_POOLS',
      provider_arns: ['${aws_cognito_user_pool.user-pool.arn}'],
      identity_source: 'method.request.header.Authorization',
    });
  });

  it('of a user is asked for a token that the web application got, and no other client of the pool', () => {
    const authorizer = at(document, referred(methodOf('createProject')['authorizer_id']));
    expect(authorizer['identity_validation_expression']).toBe('^${aws_cognito_user_pool_client.app-client.id}$');
  });

  it('of a partner is asked of a function that only this authorizer may call', () => {
    const address = referred(methodOf('listPartnerProjects')['authorizer_id']);
    const lambda = functionAddress(document, 'partner-authorizer').address;
    expect(at(document, address)).toMatchObject({ type: 'TOKEN', authorizer_uri: `\${${lambda}.invoke_arn}` });
    expect(only(document, 'aws_lambda_permission', { function_name: `\${${lambda}.function_name}` })).toMatchObject({
      source_arn: `\${aws_api_gateway_rest_api.task-api.execution_arn}/authorizers/\${${address}.id}`,
    });
  });

  it('takes tokens that look like tokens', () => {
    const { identity_validation_expression } = at(document, referred(methodOf('listPartnerProjects')['authorizer_id']));
    const expression = new RegExp(String(identity_validation_expression));
    expect('Bearer eyJhbGciOi.eyJzdWIi._-x').toMatch(expression);
    expect('Bearer eyJhbGciOi').not.toMatch(expression);
    expect('Basic eyJhbGciOi.eyJzdWIi._-x').not.toMatch(expression);
  });
});

describe('the deployment', () => {
  it('is made again when a row changes', () => {
    const row = post('/projects/{projectId}/audits', auditFields);
    const triggers = [
      deploymentTrigger(synthesize()),
      deploymentTrigger(withRow(row)),
      deploymentTrigger(withRow(post('/projects/{projectId}/audits', { ...auditFields, access: user }))),
      deploymentTrigger(withRow(post('/projects/{projectId}/audits', { ...auditFields, body: 'CreateProject' }))),
      deploymentTrigger(withRow(post('/projects/{projectId}/checks', auditFields))),
    ];
    expect(new Set(triggers.map((trigger) => JSON.stringify(trigger))).size).toBe(triggers.length);
  });

  it('stays when rows change their order, their functions, or what is no part of it', () => {
    const reversed = Object.fromEntries(Object.entries(rows).reverse());
    expect(deploymentTrigger(synthesize({ taskApi: defineApi('task-api', 'rest', reversed) }))).toEqual(
      deploymentTrigger(synthesize()),
    );
    const row = post('/projects/{projectId}/audits', auditFields);
    const other = { ...auditFields, touches: {}, throttle: 'standard', summary: 'Audit' } as const;
    expect(deploymentTrigger(withRow(post('/projects/{projectId}/audits', other)))).toEqual(
      deploymentTrigger(withRow(row)),
    );
  });

  it('waits for every part of the API', () => {
    const document = synthesize();
    const waitsFor = only(document, 'aws_api_gateway_deployment')['depends_on'] as readonly string[];
    const parts = ['method', 'integration', 'integration_response', 'gateway_response', 'model', 'authorizer'];
    for (const type of parts.map((part) => `aws_api_gateway_${part}`)) {
      expect(waitsFor).toEqual(
        expect.arrayContaining(Object.keys(document.resource[type] ?? {}).map((id) => `${type}.${id}`)),
      );
    }
    expect(only(document, 'aws_api_gateway_deployment')['lifecycle']).toEqual({ create_before_destroy: true });
  });
});

describe('paths', () => {
  it('that differ in a dash only are different resources', () => {
    const fields = {
      summary: 'Something',
      access: user,
      answers: { 200: { schema: 'ExportStatus' } },
      errors: [],
      throttle: 'standard',
      idempotency: 'safe',
      touches: {},
    } as const;
    const taskApi = defineApi('task-api', 'rest', {
      getDashed: get('/audit-trails', fields),
      getNested: get('/audit/trails', fields),
    });
    const parts = find(synthesize({ taskApi }), 'aws_api_gateway_resource').map(({ path_part }) => path_part);
    expect(parts.sort()).toEqual(['audit', 'audit-trails', 'trails']);
  });
});

function functionAddress(document: TerraformDocument, name: string): { readonly address: string } {
  const [id] = Object.entries(document.resource['aws_lambda_function'] ?? {}).find(
    ([, { function_name }]) => function_name === `gatehouse-dev-${name}`,
  ) ?? [name];
  return { address: `aws_lambda_function.${id}` };
}
