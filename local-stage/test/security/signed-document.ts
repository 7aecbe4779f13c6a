import { type DocumentPart, reference, stackDocument } from '../conformance/documents/document.ts';
import { functionsDocument } from '../conformance/documents/functions.ts';
import { httpApiDocument } from '../conformance/documents/http-api.ts';
import { restApiDocument } from '../conformance/documents/rest-api.ts';
import { userPoolDocument } from '../conformance/documents/user-pool.ts';

/** Log group that is read through CloudWatch Logs: the function's that the stage has to itself. */
export const readLogGroup = '/aws/lambda/caller';

export const names = {
  bucket: 'signed-files',
  table: 'signed-orders',
  queue: 'signed-jobs',
  secret: 'signed',
} as const;

/** Value of the API key that API Gateway's own API shows. */
export const apiKeyValue = 'an-api-key-of-the-signed-stack';

const storage: DocumentPart = {
  resource: {
    aws_s3_bucket: { files: { bucket: names.bucket } },
    aws_dynamodb_table: {
      orders: {
        name: names.table,
        hash_key: 'pk',
        billing_mode: 'PAY_PER_REQUEST',
        attribute: [{ name: 'pk', type: 'S' }],
      },
    },
    aws_sqs_queue: { jobs: { name: names.queue } },
    aws_secretsmanager_secret: { signed: { name: names.secret } },
    aws_secretsmanager_secret_version: {
      signed: { secret_id: reference('aws_secretsmanager_secret.signed', 'id'), secret_string: 'first' },
    },
  },
  output: { queueUrl: { value: reference('aws_sqs_queue.jobs', 'url') } },
};

const apiKey: DocumentPart = {
  resource: {
    aws_api_gateway_api_key: { partner: { name: 'partner', value: apiKeyValue } },
    aws_api_gateway_usage_plan: {
      partner: {
        name: 'partner',
        api_stages: [
          {
            api_id: reference('aws_api_gateway_rest_api.rest', 'id'),
            stage: reference('aws_api_gateway_stage.rest_stage', 'stage_name'),
          },
        ],
      },
    },
    aws_api_gateway_usage_plan_key: {
      partner: {
        key_id: reference('aws_api_gateway_api_key.partner', 'id'),
        key_type: 'API_KEY',
        usage_plan_id: reference('aws_api_gateway_usage_plan.partner', 'id'),
      },
    },
  },
  output: { apiKeyId: { value: reference('aws_api_gateway_api_key.partner', 'id') } },
};

const everything = [{ Effect: 'Allow', Action: '*', Resource: '*' }];

/** A stack with every service that the endpoint runs, and a route that takes AWS_IAM on each kind of API. */
export const signedDocument = stackDocument(
  'signed',
  functionsDocument({
    callee: { handler: 'echo' },
    caller: { handler: 'environment', statements: everything },
    other: { handler: 'environment', statements: everything },
  }),
  storage,
  apiKey,
  userPoolDocument('users', { clients: {} }),
  restApiDocument('rest', {
    methods: {
      'POST /things/{id}': { function: 'callee', authorization: 'AWS_IAM' },
      'GET /things/{id}': { function: 'callee', authorization: 'AWS_IAM' },
    },
  }),
  httpApiDocument('http', {
    routes: {
      'POST /things/{id}': { function: 'callee', iam: true },
      'GET /things/{id}': { function: 'callee', iam: true },
      'GET /caller': 'caller',
      'GET /other': 'other',
    },
  }),
);
