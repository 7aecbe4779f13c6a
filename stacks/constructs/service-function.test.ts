import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Operation, operationsOf, type Touchable, type Touches } from '../../contracts/route-table.ts';
import { apis } from '../apis.ts';
import { environments } from '../environments.ts';
import { find } from '../testing/document.ts';
import { allowedTo, functionNamed, statementsOf } from '../testing/policies.ts';
import { synthesize } from '../testing/synthesize.ts';
import { kebabCase } from './names.ts';

const document = synthesize();
const table = 'aws_dynamodb_table.table';
const exportQueue = 'aws_sqs_queue.export-queue';
const exportFiles = 'aws_s3_bucket.exports-bucket/*';
const attachments = 'aws_s3_bucket.attachments-bucket';
const secret = 'aws_secretsmanager_secret.partner-token-secret';
const operations = [apis.taskApi, apis.publicApi]
  .flatMap((api) => operationsOf(api))
  .map((operation): [string, Operation] => [operation.operationId, operation]);

/** What every function may do: write to its own log group, and tell X-Ray. */
const ownActions = (name: string) => ({
  'logs:CreateLogStream': [`/aws/lambda/gatehouse-dev-${name}:*`],
  'logs:PutLogEvents': [`/aws/lambda/gatehouse-dev-${name}:*`],
  'xray:PutTelemetryRecords': ['*'],
  'xray:PutTraceSegments': ['*'],
});

describe('a role', () => {
  it.each(operations)('of %s allows what its row touches, on what it touches', (operationId, { touches }) => {
    const name = kebabCase(operationId);
    expect(allowedTo(document, name)).toEqual({ ...ownActions(name), ...expectedActions(touches) });
  });

  it('of the worker allows to work through exports', () => {
    expect(allowedTo(document, 'export-worker')).toEqual({
      ...ownActions('export-worker'),
      'dynamodb:GetItem': [table],
      'dynamodb:UpdateItem': [table],
      'dynamodb:Query': [table],
      's3:AbortMultipartUpload': [exportFiles],
      's3:PutObject': [exportFiles],
      'sqs:DeleteMessage': [exportQueue],
      'sqs:GetQueueAttributes': [exportQueue],
      'sqs:ReceiveMessage': [exportQueue],
    });
  });

  it.each(['partner-authorizer', 'webhook-authorizer'])('of the %s allows to read the secret', (name) => {
    expect(allowedTo(document, name)).toEqual({ ...ownActions(name), 'secretsmanager:GetSecretValue': [secret] });
  });

  it('of the export sweeper allows to end exports and to queue them again', () => {
    expect(allowedTo(document, 'export-sweeper')).toEqual({
      ...ownActions('export-sweeper'),
      'dynamodb:UpdateItem': [table],
      'dynamodb:Query': [`${table}/index/gsi1`],
      'sqs:SendMessage': [exportQueue],
    });
  });

  it('of the storage sweeper allows to find and to delete items and files', () => {
    expect(allowedTo(document, 'storage-sweeper')).toEqual({
      ...ownActions('storage-sweeper'),
      'dynamodb:BatchWriteItem': [table],
      'dynamodb:DeleteItem': [table],
      'dynamodb:UpdateItem': [table],
      'dynamodb:Query': [table, `${table}/index/gsi1`],
      's3:DeleteObject': [exportFiles, `${attachments}/*`],
      's3:GetObject': [`${attachments}/*`],
      's3:ListBucket': ['aws_s3_bucket.exports-bucket', attachments],
    });
  });

  it('has statements that tell themselves apart', () => {
    for (const { policy } of find(document, 'aws_iam_role_policy')) {
      const ids = statementsOf(policy).map(({ Sid }) => Sid);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('never allows by wildcard, but for X-Ray, which has no resources', () => {
    const statements = find(document, 'aws_iam_role_policy').flatMap(({ policy }) => statementsOf(policy));
    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
    const everywhere = statements.filter(({ Resource }) => Resource.includes('*'));
    expect(new Set(everywhere.flatMap(({ Action }) => Action))).toEqual(
      new Set(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']),
    );
  });

  it('belongs to one function, and only Lambda may take it', () => {
    const roles = find(document, 'aws_iam_role');
    expect(roles).toHaveLength(find(document, 'aws_lambda_function').length);
    for (const { assume_role_policy } of roles) {
      expect(statementsOf(assume_role_policy)).toEqual([
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ]);
    }
  });
});

describe("a function's environment", () => {
  const variablesOf = (name: string) =>
    (functionNamed(document, name)['environment'] as { readonly variables: Readonly<Record<string, string>> })
      .variables;

  it.each(operations)('of %s leads to what its row touches', (operationId, { touches }) => {
    const named = Object.keys(variablesOf(kebabCase(operationId))).filter((name) => name in variableOf);
    const expected = Object.entries(variableOf).filter(([, touchable]) => touches[touchable]);
    expect(named.sort()).toEqual(expected.map(([name]) => name).sort());
  });

  it('names the origins where the function itself answers pages', () => {
    expect(variablesOf('login')['ALLOWED_ORIGINS']).toBe(environments.dev.corsOrigins.join(','));
    expect(variablesOf('get-health')).not.toHaveProperty('ALLOWED_ORIGINS');
    expect(variablesOf('export-worker')).not.toHaveProperty('ALLOWED_ORIGINS');
  });

  it('tells the webhook authorizer where webhooks may come from', () => {
    expect(variablesOf('webhook-authorizer')['WEBHOOK_SOURCES']).toBe('0.0.0.0/0,::/0');
  });

  it('names the service', () => {
    expect(variablesOf('login')['POWERTOOLS_SERVICE_NAME']).toBe('task-api');
    expect(variablesOf('get-health')['POWERTOOLS_SERVICE_NAME']).toBe('public-api');
  });
});

describe('functions', () => {
  it('answer before API Gateway gives up', () => {
    const names = [...operations.map(([operationId]) => kebabCase(operationId)), 'partner-authorizer'];
    const timeouts = names.map((name) => Number(functionNamed(document, name)['timeout']));
    expect(Math.max(...timeouts)).toBeLessThan(29);
  });

  it('authorize before API Gateway gives up', () => {
    // "Quotas for HTTP APIs": 10 seconds, and none of them answers in more than a part of one.
    for (const name of ['partner-authorizer', 'webhook-authorizer']) {
      expect(functionNamed(document, name)['timeout']).toBeLessThanOrEqual(10);
    }
  });

  it('find their log group and their policy there when they first run', () => {
    for (const { depends_on } of find(document, 'aws_lambda_function')) {
      expect(depends_on).toEqual([
        expect.stringMatching(/^aws_cloudwatch_log_group\./),
        expect.stringMatching(/^aws_iam_role_policy\./),
      ]);
    }
  });

  it('change when their bundle does', () => {
    // The bundles of the tests hold their own names.
    const hash = createHash('sha256').update('login').digest();
    expect(functionNamed(document, 'login')).toMatchObject({
      filename: expect.stringContaining(`/${hash.toString('hex')}/login.zip`),
      source_code_hash: hash.toString('base64'),
    });
  });
});

const variableOf = {
  TABLE_NAME: 'table',
  EXPORT_QUEUE_URL: 'exportQueue',
  EXPORT_DEAD_LETTER_QUEUE_URL: 'exportDeadLetterQueue',
  EXPORTS_BUCKET: 'exportsBucket',
  ATTACHMENTS_BUCKET: 'attachmentsBucket',
  USER_POOL_ID: 'userPool',
  USER_POOL_CLIENT_ID: 'userPoolClient',
  PARTNER_TOKEN_SECRET_ARN: 'partnerTokenSecret',
} as const satisfies Record<string, Touchable>;

/** Said here once more, in other words than the stacks': each touch as IAM's action and resources. */
const inIam: Readonly<Record<Touchable, (action: string) => readonly [action: string, resources: readonly string[]]>> =
  {
    table: (action) => [`dynamodb:${action}`, [table]],
    tableIndex: (action) => [`dynamodb:${action}`, [`${table}/index/gsi1`]],
    exportQueue: (action) => [`sqs:${action}`, [exportQueue]],
    exportDeadLetterQueue: (action) => [`sqs:${action}`, ['aws_sqs_queue.export-dead-letter-queue']],
    exportsBucket: (action) => [`s3:${action}`, [exportFiles]],
    attachmentsBucket: (action) => [`s3:${action}`, [action === 'ListBucket' ? attachments : `${attachments}/*`]],
    userPool: (action) => [`cognito-idp:${action}`, ['aws_cognito_user_pool.user-pool']],
    userPoolClient: (action) => [`cognito-idp:${action}`, []],
    partnerTokenSecret: (action) => [`secretsmanager:${action}`, [secret]],
  };

function expectedActions(touches: Touches): Readonly<Record<string, readonly string[]>> {
  const expected: Record<string, readonly string[]> = {};
  for (const touchable of Object.keys(inIam) as Touchable[]) {
    for (const [action, resources] of (touches[touchable] ?? []).map(inIam[touchable])) {
      if (resources.length > 0) expected[action] = [...(expected[action] ?? []), ...resources];
    }
  }
  return expected;
}
