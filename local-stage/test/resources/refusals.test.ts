import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configured } from './configuring.ts';
import { ordersDocument, ordersDocumentWith } from './orders-document.ts';
import { type OrdersProject, writeOrdersProject } from './orders-project.ts';

let project: OrdersProject;

beforeAll(() => {
  project = writeOrdersProject();
});
afterAll(() => project.remove());

/** Type, name, member and value of the change; what the boot then says. */
const refusals: readonly (readonly [path: string, value: unknown, message: string])[] = [
  // Arguments
  [
    'aws_sqs_queue.dead.nmae',
    'x',
    "aws_sqs_queue.dead: the argument 'nmae', which the local stage does not know here. Known: tags",
  ],
  [
    'aws_sqs_queue.dead.fifo_queue',
    true,
    "aws_sqs_queue.dead: argument 'fifo_queue': the local stage has standard queues only",
  ],
  ['aws_sqs_queue.dead.visibility_timeout_seconds', 50_000, 'Expected: a whole number from 0 to 43200'],
  [
    'aws_sqs_queue.dead.visibility_timeout_seconds',
    'soon',
    "argument 'visibility_timeout_seconds': a number is required",
  ],
  ['aws_sqs_queue.dead.region', 'us-east-1', "Expected: eu-central-1, the provider's region; the local stage has one"],
  ['aws_sqs_queue.dead.provider', 'aws.us', "no region: the provider 'aws.us' is not configured"],
  ['aws_lambda_function.api.handler', undefined, "aws_lambda_function.api: no argument 'handler', which is required"],
  ['aws_lambda_function.api.layers', ['arn'], "argument 'layers': the local stage runs no layers"],
  [
    'aws_lambda_function.api.role',
    'arn:aws:iam::123456789012:role/other',
    "aws_lambda_function.api: argument 'role': 'arn:aws:iam::123456789012:role/other' is nothing that this document makes",
  ],
  [
    'aws_lambda_function.api.function_name',
    '${local.prefix}-worker',
    "the function 'orders-default-worker' exists already",
  ],
  [
    'aws_lambda_permission.rest.function_name',
    'other',
    "aws_lambda_permission.rest: argument 'function_name': 'other' is no function of this document",
  ],
  ['aws_lambda_event_source_mapping.orders.function_response_types', ['Other'], 'Expected: ReportBatchItemFailures'],
  [
    'aws_lambda_event_source_mapping.orders.event_source_arn',
    'arn:aws:kinesis:x',
    'the local stage maps SQS queues only',
  ],
  ['aws_lambda_event_source_mapping.orders.filter_criteria', { filter: {} }, 'the local stage filters no events'],
  // Policies
  ['aws_iam_role.api.assume_role_policy', '{', "aws_iam_role.api: argument 'assume_role_policy'"],
  ['aws_iam_role.api.assume_role_policy', '{"Statement": []}', 'the policy document has no Statement'],
  [
    'aws_iam_role_policy.worker.policy',
    '{"Statement": {"Effect": "allow", "Action": "x"}}',
    "a mistake in Statement[0]: no Effect 'Allow' or 'Deny'",
  ],
  ['aws_iam_role_policy.worker.policy', '{"Statement": {"Effect": "Allow", "Actions": "x"}}', "the member 'Actions'"],
  ['aws_iam_role_policy.worker.role', 'other', "aws_iam_role_policy.worker: argument 'role': 'other'"],
  [
    'aws_iam_role_policy_attachment.logs.policy_arn',
    'arn:aws:iam::aws:policy/AdministratorAccess',
    "does not know the managed policy 'arn:aws:iam::aws:policy/AdministratorAccess'",
  ],
  // Queues
  [
    'aws_sqs_queue.orders.redrive_policy',
    '${jsonencode({deadLetterTargetArn = "arn:aws:sqs:x", maxReceiveCount = 3})}',
    "argument 'redrive_policy': 'arn:aws:sqs:x' is nothing that this document makes",
  ],
  [
    'aws_sqs_queue.orders.redrive_policy',
    '${jsonencode({deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 0})}',
    'maxReceiveCount is 0. Expected: a whole number from 1 to 1000',
  ],
  [
    'aws_sqs_queue.dead.redrive_allow_policy',
    '{"redrivePermission": "denyAll"}',
    'aws_sqs_queue.dead does not let arn:aws:sqs:eu-central-1:123456789012:orders-default-orders use',
  ],
  ['aws_sqs_queue.dead.name', '${local.prefix}-orders', "the queue 'orders-default-orders' exists already"],
  [
    'aws_sqs_queue_redrive_policy.twice',
    { queue_url: '${aws_sqs_queue.orders.url}', redrive_policy: '{}' },
    'a redrive policy of',
  ],
  // REST APIs
  [
    'aws_api_gateway_integration.get_order',
    undefined,
    'aws_api_gateway_integration.get_order, which the document does not declare',
  ],
  [
    'aws_api_gateway_integration.get_order.http_method',
    'POST',
    'NotFoundException: Invalid Method identifier specified',
  ],
  ['aws_api_gateway_integration.get_order.type', 'HTTP_PROXY', 'Expected one of: AWS_PROXY, MOCK'],
  [
    'aws_api_gateway_integration.get_order.uri',
    'arn:aws:apigateway:eu-central-1:sqs:path/x',
    'invokes no function that the local stage runs',
  ],
  [
    'aws_api_gateway_method.get_order.authorization',
    'CUSTOM',
    "no argument 'authorizer_id', which authorization CUSTOM requires",
  ],
  [
    'aws_api_gateway_method.get_order.request_models',
    { 'application/json': 'Order' },
    'Invalid model identifier specified: Order',
  ],
  ['aws_api_gateway_method.get_order.request_validator_id', 'abc123', "argument 'request_validator_id': 'abc123'"],
  [
    'aws_api_gateway_method.second',
    {
      rest_api_id: '${aws_api_gateway_rest_api.rest.id}',
      resource_id: '${aws_api_gateway_resource.orders.id}',
      http_method: 'GET',
      authorization: 'NONE',
    },
    'aws_api_gateway_method.second: No integration defined for method',
  ],
  [
    'aws_api_gateway_resource.order.parent_id',
    'abc',
    "argument 'parent_id': no resource of aws_api_gateway_rest_api.rest has the id 'abc'",
  ],
  ['aws_api_gateway_resource.order.path_part', 'a/b', 'one path segment'],
  [
    'aws_api_gateway_deployment.now.triggers',
    { redeploy: 'constant' },
    'aws_api_gateway_deployment.now: does not depend on aws_api_gateway_method.get_order, aws_api_gateway_integration.get_order',
  ],
  [
    'aws_api_gateway_deployment.now',
    undefined,
    'refers to aws_api_gateway_deployment.now, which the document does not declare',
  ],
  [
    'aws_api_gateway_stage.live.deployment_id',
    'abc',
    "argument 'deployment_id': 'abc' is nothing that this document makes",
  ],
  [
    'aws_api_gateway_stage.live.access_log_settings',
    { destination_arn: 'arn:aws:firehose:x', format: '{}' },
    'is no log group',
  ],
  ['aws_api_gateway_stage.live.rest_api_id', 'abc', "no REST API of this document has the id 'abc'"],
  [
    'aws_api_gateway_method_settings.all',
    { rest_api_id: '${aws_api_gateway_rest_api.rest.id}', stage_name: 'other', method_path: '*/*', settings: {} },
    "'other' is no stage of aws_api_gateway_rest_api.rest",
  ],
  [
    'aws_api_gateway_method_settings.all',
    {
      rest_api_id: '${aws_api_gateway_rest_api.rest.id}',
      stage_name: 'live',
      method_path: '*/*',
      settings: { throttling_rate_limit: 5 },
    },
    'only one of rate limit and burst limit',
  ],
  [
    'aws_api_gateway_usage_plan.plan',
    { name: 'plan', api_stages: { api_id: '${aws_api_gateway_rest_api.rest.id}', stage: 'other' } },
    "argument 'api_stages.stage': 'other'",
  ],
  // HTTP APIs
  ['aws_apigatewayv2_route.status.target', 'integrations/none', "argument 'target': 'integrations/none'"],
  ['aws_apigatewayv2_route.status.route_key', '/status', 'a method and a path, for example "GET /health"'],
  [
    'aws_apigatewayv2_route.status.authorization_type',
    'JWT',
    "no argument 'authorizer_id', which authorization_type JWT requires",
  ],
  [
    'aws_apigatewayv2_route.again',
    { api_id: '${aws_apigatewayv2_api.http.id}', route_key: 'GET /status' },
    "the route 'GET /status' exists already: aws_apigatewayv2_route.status makes it",
  ],
  ['aws_apigatewayv2_stage.live.auto_deploy', false, 'a stage without a deployment answers 404 to everything'],
  ['aws_apigatewayv2_stage.live.route_settings', { route_key: 'GET /other' }, 'Unable to find Route by key GET /other'],
  ['aws_apigatewayv2_api.http.protocol_type', 'WEBSOCKET', 'Expected: HTTP'],
  [
    'aws_apigatewayv2_authorizer.jwt',
    { api_id: '${aws_apigatewayv2_api.http.id}', name: 'jwt', authorizer_type: 'JWT' },
    "no block 'jwt_configuration', which type JWT requires",
  ],
  // Other types
  ['aws_s3_bucket_notification.all', { bucket: 'x' }, "does not know the resource type 'aws_s3_bucket_notification'"],
  [
    'aws_dynamodb_table.orders',
    {
      name: 'orders',
      hash_key: 'id',
      attribute: [
        { name: 'id', type: 'S' },
        { name: 'x', type: 'S' },
      ],
    },
    'all attributes must be indexed. Unused attributes: x',
  ],
  [
    'aws_dynamodb_table.orders',
    { name: 'orders', hash_key: 'id', attribute: [{ name: 'x', type: 'S' }] },
    'Unused attributes: x',
  ],
  ['aws_dynamodb_table.orders', { name: 'orders', hash_key: 'id' }, "no argument 'attribute', which is required"],
  [
    'aws_cognito_user_pool.users',
    { name: 'users', mfa_configuration: 'ON' },
    'argument \'mfa_configuration\': the string "ON". Expected: OFF',
  ],
  [
    'aws_cognito_user_pool.users',
    { name: 'users', lambda_config: { pre_sign_up: 'arn' } },
    'the local stage runs no Cognito triggers',
  ],
  [
    'aws_cognito_user_pool_client.app',
    { name: 'app', user_pool_id: 'eu-central-1_none' },
    "argument 'user_pool_id': 'eu-central-1_none'",
  ],
  [
    'aws_cognito_user_pool_client.app',
    { name: 'app', user_pool_id: 'x', allowed_oauth_flows: ['client_credentials'] },
    'client_credentials flow can not be selected if client does not have a client secret',
  ],
  [
    'aws_secretsmanager_secret_version.token',
    { secret_id: 'x', secret_string: 'a', secret_string_wo: 'b' },
    "2 of 'secret_string' and 'secret_string_wo'. Expected: exactly one",
  ],
  ['aws_secretsmanager_secret_version.token', { secret_id: 'x', secret_string_wo: 'b' }, 'must be set together'],
  [
    'aws_secretsmanager_secret_version.token',
    { secret_id: 'arn:none', secret_string: 'b' },
    "argument 'secret_id': 'arn:none'",
  ],
];

describe('the boot stops', () => {
  it.each(refusals)('at %s = %j: %s', (path, value, message) => {
    const document = ordersDocumentWith(['resource', ...path.split('.')], value);
    expect(() => configured(document, project.folder)).toThrow(message);
  });

  it('at a data source that it does not know', () => {
    const document = ordersDocumentWith(['data', 'aws_ami', 'linux'], {});
    expect(() => configured(document, project.folder)).toThrow(
      "data.aws_ami.linux: the local stage does not know the data source 'aws_ami'",
    );
  });

  it('at merged policy documents, which it does not evaluate', () => {
    const document = ordersDocumentWith(
      ['data', 'aws_iam_policy_document', 'worker', 'source_policy_documents'],
      ['{}'],
    );
    expect(() => configured(document, project.folder)).toThrow('the local stage merges no policy documents');
  });

  it('at a provider without a region', () => {
    expect(() => configured(ordersDocumentWith(['provider', 'aws'], {}), project.folder)).toThrow(
      "no region: the provider 'aws' names none",
    );
  });

  it('at providers of two regions', () => {
    const document = {
      ...ordersDocumentWith(['resource', 'aws_sqs_queue', 'dead', 'provider'], 'aws.us'),
      provider: { aws: [{ region: 'eu-central-1' }, { alias: 'us', region: 'us-east-1' }] },
    };
    expect(() => configured(document, project.folder)).toThrow(
      "aws_sqs_queue.dead: the provider 'aws.us' is of us-east-1. Expected: eu-central-1",
    );
  });

  it('at a broken reference in a type that is inert', () => {
    const document = ordersDocumentWith(
      ['resource', 'aws_cloudwatch_metric_alarm', 'dead', 'alarm_actions'],
      ['${aws_sns_topic.none.arn}'],
    );
    expect(() => configured(document, project.folder)).toThrow(
      'aws_cloudwatch_metric_alarm.dead: refers to aws_sns_topic.none',
    );
  });
});

it('does not stop at the document as it is', () => {
  expect(() => configured(ordersDocument(), project.folder)).not.toThrow();
});
