import { type Arguments, type DocumentPart, reference, stackDocument } from '../documents/document.ts';
import { functionsDocument } from '../documents/functions.ts';
import { httpApiDocument } from '../documents/http-api.ts';
import { queueDocument } from '../documents/queues.ts';
import { type RestApiSpec, restApiDocument } from '../documents/rest-api.ts';
import { userPoolDocument } from '../documents/user-pool.ts';

const echo = functionsDocument({ echo: { handler: 'echo' } });
const echoName = reference('aws_lambda_function.echo', 'function_name');

const refused = (...parts: readonly DocumentPart[]) => stackDocument('refused', ...parts);
const restApi = (spec: Partial<RestApiSpec>) =>
  refused(echo, restApiDocument('api', { methods: { 'GET /x': 'echo' }, ...spec }));
const integration = (more: Arguments) => restApi({ methods: { 'GET /x': { function: 'echo', integration: more } } });
const queue = (more: { queue?: Arguments; mapping?: Arguments; function?: Arguments }) =>
  refused(
    queueDocument('orders', {
      worker: { handler: 'worker', ...(more.function && { more: more.function }) },
      ...(more.queue && { queue: more.queue }),
      ...(more.mapping && { mapping: more.mapping }),
    }),
  );
const accessLog = (format: string) => ({
  access_log_settings: [{ destination_arn: reference('aws_cloudwatch_log_group.access_api', 'arn'), format }],
});

/** Configurations that the local stage refuses, each a whole document but for its one refused member. */
export const refusedDocuments: Readonly<Record<string, object>> = {
  'cognito-mfa': refused(userPoolDocument('users', { clients: { app: {} }, pool: { mfa_configuration: 'ON' } })),
  'cors-credentials-star': refused(
    echo,
    httpApiDocument('api', {
      routes: { 'GET /x': 'echo' },
      cors: { allow_origins: ['*'], allow_credentials: true },
    }),
  ),
  'http-custom-domain': refused(echo, httpApiDocument('api', { routes: { 'GET /x': 'echo' } }), {
    resource: {
      aws_apigatewayv2_domain_name: {
        custom: { domain_name: 'd.example.com', domain_name_configuration: [{ endpoint_type: 'REGIONAL' }] },
      },
    },
  }),
  'lambda-dead-letter': queue({
    function: { dead_letter_config: [{ target_arn: reference('aws_sqs_queue.orders', 'arn') }] },
  }),
  'lambda-destination': refused(echo, {
    resource: {
      aws_lambda_function_event_invoke_config: {
        echo: {
          function_name: echoName,
          destination_config: [{ on_failure: [{ destination: 'arn:aws:sqs:eu-west-1:123456789012:failures' }] }],
        },
      },
    },
  }),
  'lambda-function-url': refused(echo, {
    resource: { aws_lambda_function_url: { echo: { function_name: echoName, authorization_type: 'NONE' } } },
  }),
  'rest-aws-integration': integration({ type: 'AWS' }),
  'rest-bad-uri': integration({ uri: 'arn:aws:apigateway:eu-west-1:firehose:action/PutRecord' }),
  'rest-canary': restApi({ stages: { stage: { canary_settings: [{ percent_traffic: 100 }] } } }),
  'rest-http-integration': integration({ type: 'HTTP', uri: 'http://backend.example.com/' }),
  'rest-log-empty-format': restApi({ stages: { stage: accessLog('') } }),
  'rest-log-without-request-id': restApi({ stages: { stage: accessLog('$context.status') } }),
  'rest-request-mapping': integration({
    request_parameters: { 'integration.request.header.Authorization': "'x'" },
  }),
  'rest-resource-policy': restApi({
    api: {
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }],
      }),
    },
  }),
  'sqs-fifo': queue({ queue: { name: 'orders.fifo', fifo_queue: true } }),
  'sqs-filter': queue({ mapping: { filter_criteria: [{ filter: [{ pattern: '{"body":{"kind":["a"]}}' }] }] } }),
  'sqs-missing-queue': queue({ mapping: { event_source_arn: 'arn:aws:sqs:eu-west-1:123456789012:missing' } }),
  'sqs-short-visibility': queue({ queue: { visibility_timeout_seconds: 2 } }),
};

/** What they have in common, without anything refused: it boots. */
export const acceptedDocument = refused(
  echo,
  restApiDocument('rest', { methods: { 'GET /x': 'echo' } }),
  httpApiDocument('api', { routes: { 'GET /x': 'echo' } }),
  userPoolDocument('users', { clients: { app: {} } }),
  queueDocument('orders', { worker: { handler: 'worker' } }),
);
