import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Operation, operationsOf, type Touches } from '../../contracts/route-table.ts';
import { apis } from '../apis.ts';
import { environments } from '../environments.ts';
import { find } from '../testing/document.ts';
import { allowedTo, functionNamed, statementsOf } from '../testing/policies.ts';
import { synthesize } from '../testing/synthesize.ts';
import { kebabCase } from './names.ts';

const document = synthesize();
const table = 'aws_dynamodb_table.table';
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
      'dynamodb:Query': [table, `${table}/index/gsi1`],
      's3:AbortMultipartUpload': ['aws_s3_bucket.exports-bucket/*'],
      's3:PutObject': ['aws_s3_bucket.exports-bucket/*'],
      'sqs:DeleteMessage': ['aws_sqs_queue.export-queue'],
      'sqs:GetQueueAttributes': ['aws_sqs_queue.export-queue'],
      'sqs:ReceiveMessage': ['aws_sqs_queue.export-queue'],
    });
  });

  it('of the authorizer allows to read the secret', () => {
    expect(allowedTo(document, 'partner-authorizer')).toEqual({
      ...ownActions('partner-authorizer'),
      'secretsmanager:GetSecretValue': ['aws_secretsmanager_secret.partner-token-secret'],
    });
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

  it('names the service', () => {
    expect(variablesOf('login')['POWERTOOLS_SERVICE_NAME']).toBe('task-api');
    expect(variablesOf('get-health')['POWERTOOLS_SERVICE_NAME']).toBe('public-api');
  });
});

describe('functions', () => {
  it('answer before API Gateway gives up', () => {
    const routes = find(document, 'aws_lambda_function').filter(
      ({ function_name }) => function_name !== 'gatehouse-dev-export-worker',
    );
    expect(Math.max(...routes.map(({ timeout }) => Number(timeout)))).toBeLessThan(29);
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
  EXPORTS_BUCKET: 'exportsBucket',
  USER_POOL_CLIENT_ID: 'userPoolClient',
  PARTNER_TOKEN_SECRET_ARN: 'partnerTokenSecret',
} as const satisfies Record<string, keyof Touches>;

/** Said here once more, in other words than the stacks'. */
function expectedActions(touches: Touches): Readonly<Record<string, readonly string[]>> {
  const actions = [
    ...(touches.table ?? []).map((action) => [
      `dynamodb:${action}`,
      action === 'Query' ? [table, `${table}/index/gsi1`] : [table],
    ]),
    ...(touches.exportQueue ?? []).map((action) => [`sqs:${action}`, ['aws_sqs_queue.export-queue']]),
    ...(touches.exportsBucket ?? []).map((action) => [`s3:${action}`, ['aws_s3_bucket.exports-bucket/*']]),
    ...(touches.partnerTokenSecret ?? []).map((action) => [
      `secretsmanager:${action}`,
      ['aws_secretsmanager_secret.partner-token-secret'],
    ]),
  ];
  return Object.fromEntries(actions) as Record<string, readonly string[]>;
}
