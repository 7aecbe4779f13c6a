import { hash, randomUUID } from 'node:crypto';
import type { Unsigned } from '../services/iam/signing.ts';
import { apiKeyValue, names, readLogGroup } from './signed-document.ts';
import { askAsOperator, type SignedStage } from './signed-stage.ts';

/** How a service words its refusals. */
export type Wording = 'coral' | 'json' | 'api-gateway' | 's3' | 'rest-api' | 'http-api';

/** Something that takes signed requests: a service of the endpoint, or a route of an API. */
export interface Target {
  readonly signingName: string;
  readonly wording: Wording;
  /** Name of the API, or `aws` for the AWS endpoint. */
  readonly on: string;
  /** What its caller, and nobody else, gets done. */
  request(stage: SignedStage): Unsigned;
  /** Shows that it was done: what the request changes, or what only its answer says. */
  readonly effect: { stateOf(stage: SignedStage): Promise<unknown> } | { readonly reveals: string };
}

/** Names that are new with each request, so that it changes something each time. */
const nextName = () => `thing-${randomUUID()}`;

/** Every service of the endpoint, and AWS_IAM on each kind of API. */
export const targets: Readonly<Record<string, Target>> = {
  sqs: {
    signingName: 'sqs',
    wording: 'coral',
    on: 'aws',
    request: ({ stage }) =>
      json('AmazonSQS.SendMessage', { QueueUrl: stage.outputs['queueUrl'], MessageBody: nextName() }),
    effect: {
      stateOf: async (running) => {
        const input = { QueueUrl: running.stage.outputs['queueUrl'], AttributeNames: ['All'] };
        const { Attributes } = await asked(running, 'sqs', json('AmazonSQS.GetQueueAttributes', input));
        return Attributes;
      },
    },
  },
  dynamodb: {
    signingName: 'dynamodb',
    wording: 'coral',
    on: 'aws',
    request: () => json('DynamoDB_20120810.PutItem', { TableName: names.table, Item: { pk: { S: nextName() } } }),
    effect: {
      stateOf: (running) =>
        asked(running, 'dynamodb', json('DynamoDB_20120810.Scan', { TableName: names.table, ConsistentRead: true })),
    },
  },
  'cognito-idp': {
    signingName: 'cognito-idp',
    wording: 'json',
    on: 'aws',
    request: (running) => json(cognito('AdminCreateUser'), { ...poolOf(running), Username: nextName() }),
    effect: { stateOf: (running) => asked(running, 'cognito-idp', json(cognito('ListUsers'), poolOf(running))) },
  },
  secretsmanager: {
    signingName: 'secretsmanager',
    wording: 'json',
    on: 'aws',
    request: () => {
      const version = { ClientRequestToken: randomUUID(), SecretString: nextName() };
      return json('secretsmanager.PutSecretValue', { SecretId: names.secret, ...version });
    },
    effect: {
      stateOf: (running) =>
        asked(running, 'secretsmanager', json('secretsmanager.GetSecretValue', { SecretId: names.secret })),
    },
  },
  logs: {
    signingName: 'logs',
    wording: 'json',
    on: 'aws',
    request: () => json('Logs_20140328.FilterLogEvents', { logGroupName: readLogGroup }),
    effect: { reveals: 'REPORT RequestId' },
  },
  apigateway: {
    signingName: 'apigateway',
    wording: 'api-gateway',
    on: 'aws',
    request: ({ stage }) => ({
      method: 'GET',
      path: `/apikeys/${stage.outputs['apiKeyId']}`,
      query: { includeValue: 'true' },
    }),
    effect: { reveals: apiKeyValue },
  },
  s3: {
    signingName: 's3',
    wording: 's3',
    on: 'aws',
    request: () => {
      const body = nextName();
      const headers = { 'x-amz-content-sha256': hash('sha256', body) };
      return { method: 'PUT', path: `/${names.bucket}/${body}`, headers, body };
    },
    effect: { stateOf: storedObjects },
  },
  'IAM on a REST API': {
    signingName: 'execute-api',
    wording: 'rest-api',
    on: 'rest',
    request: () => ({ path: `/stage/things/${nextName()}`, body: '{}' }),
    effect: { stateOf: invocations },
  },
  'IAM on an HTTP API': {
    signingName: 'execute-api',
    wording: 'http-api',
    on: 'http',
    request: () => ({ path: `/things/${nextName()}`, body: '{}' }),
    effect: { stateOf: invocations },
  },
};

/** An operation of the AWS JSON protocols. */
function json(operation: string, input: object): Unsigned {
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': operation };
  return { method: 'POST', path: '/', headers, body: JSON.stringify(input) };
}

async function asked(running: SignedStage, service: string, request: Unsigned): Promise<Record<string, unknown>> {
  const { status, body } = await askAsOperator(running, service, request);
  if (status !== 200) throw new Error(`the operator's request to ${service} was answered ${status}: ${body}`);
  return JSON.parse(body.toString());
}

const cognito = (operation: string) => `AWSCognitoIdentityProviderService.${operation}`;

const poolOf = ({ stage }: SignedStage) => ({ UserPoolId: stage.outputs['usersId'] });

export async function storedObjects(running: SignedStage): Promise<string[]> {
  const request = { method: 'GET', path: `/${names.bucket}`, query: { 'list-type': '2' } };
  const headers = { 'x-amz-content-sha256': hash('sha256', '') };
  const { body } = await askAsOperator(running, 's3', { ...request, headers });
  return [...body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);
}

/** How often the function behind the routes was invoked. */
async function invocations({ stage }: SignedStage): Promise<number> {
  const lines = stage.logGroups.read('/aws/lambda/callee') ?? [];
  return lines.filter(({ message }) => message.startsWith('START')).length;
}
