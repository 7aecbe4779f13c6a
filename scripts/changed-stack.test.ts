import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as credentials from '../contracts/smoke/credentials.ts';
import type { StageOutputs } from '../contracts/stage-outputs.ts';
import { useAwsEnvironment } from './aws-environment.ts';
import { type RunningStage, startLocalStage } from './local-stage.ts';
import { readOutputs } from './stage-files.ts';
import { copyStack, removeResource, resourceOf, type StackCopy, type StackDocument } from './testing/stack-copy.ts';

/**
 * The local stage does what the Terraform says: each change to a copy of the synthesized `dev` stack
 * changes what a caller sees. Needs the packages and the synthesized stacks.
 */

const newOrigin = 'https://new.example';

function change(document: StackDocument): void {
  removeResource(document, 'aws_lambda_permission', 'routes_login_');
  removeResource(document, 'aws_lambda_permission', 'routes_getHealth_');
  withoutTableGrant(document);
  replaceOrigins(document);
  resourceOf(document, 'aws_api_gateway_api_key', 'partner').arguments['enabled'] = false;
  resourceOf(document, 'aws_api_gateway_api_key', 'smoke').arguments['value'] = 'a-key-that-the-copy-names-itself';
  const settings = resourceOf(document, 'aws_api_gateway_method_settings', 'stage_listProjects_').arguments['settings'];
  Object.assign(settings as object, { throttling_rate_limit: 1, throttling_burst_limit: 1 });
}

function withoutTableGrant(document: StackDocument): void {
  const policy = resourceOf(document, 'aws_iam_role_policy', 'routes_createContact_').arguments;
  const statements = JSON.parse(String(policy['policy'])) as { Statement: { Action: string[] }[] };
  const left = statements.Statement.filter(({ Action }) => !Action.some((action) => action.startsWith('dynamodb:')));
  expect(left.length).toBe(statements.Statement.length - 1);
  policy['policy'] = JSON.stringify({ ...statements, Statement: left });
}

function replaceOrigins(document: StackDocument): void {
  const api = resourceOf(document, 'aws_apigatewayv2_api', 'public-api').arguments;
  Object.assign(api['cors_configuration'] as object, { allow_origins: [newOrigin] });
  const preflight = resourceOf(document, 'aws_api_gateway_integration_response', 'preflights_projects_integration');
  const templates = preflight.arguments['response_templates'] as Record<string, string>;
  for (const [type, template] of Object.entries(templates)) {
    templates[type] = template.replaceAll('http://localhost:3000', newOrigin);
  }
}

let copy: StackCopy;
let stage: RunningStage;
let outputs: StageOutputs;
const lines: string[] = [];

beforeAll(async () => {
  copy = copyStack('dev', change);
  stage = await startLocalStage({
    environment: 'dev',
    port: 0,
    document: copy.document,
    outputsFile: copy.outputsFile,
    onLine: (line) => lines.push(line),
  });
  outputs = readOutputs(copy.outputsFile, 'dev');
  useAwsEnvironment(join(dirname(copy.outputsFile), 'aws.env'));
});
afterAll(async () => {
  await stage?.stop();
  copy?.remove();
});

const taskApi = (path: string, init?: RequestInit) => fetch(`${outputs.taskApiUrl.replace(/\/$/, '')}${path}`, init);
const publicApi = (path: string, init?: RequestInit) =>
  fetch(`${outputs.publicApiUrl.replace(/\/$/, '')}${path}`, init);
const json = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

describe('a permission that is missing', () => {
  test("is the REST API's 500", async () => {
    const response = await taskApi('/auth/login', json({ email: 'a@b.example', password: 'x' }));
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ message: 'Internal server error' });
  });

  test("is the HTTP API's 500, and a line that names the route's integration", async () => {
    const response = await publicApi('/health');
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('{"message":"Internal Server Error"}');
    await expect.poll(() => lines.join('\n')).toMatch(/permission/i);
  });
});

test('a grant that is missing fails in the handler: AccessDenied in the log, nothing for the caller', async () => {
  const response = await publicApi('/contacts', json({ name: 'Ann', email: 'ann@b.example', message: 'Hello' }));
  expect(response.status).toBe(500);
  expect(await response.json()).toEqual({
    type: 'urn:gatehouse:error:internal-error',
    title: 'Internal error',
    status: 500,
    code: 'INTERNAL_ERROR',
    requestId: expect.any(String),
  });
  const { events = [] } = await new CloudWatchLogsClient({}).send(
    new FilterLogEventsCommand({
      logGroupName: '/aws/lambda/gatehouse-dev-create-contact',
      filterPattern: 'AccessDenied',
    }),
  );
  expect(events.map(({ message }) => message).join('\n')).toMatch(
    /not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:/,
  );
});

test('an origin that the copy names is allowed, the one that it replaces is not', async () => {
  const preflight = (send: typeof taskApi, path: string, origin: string) =>
    send(path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  for (const [send, path] of [
    [taskApi, '/projects'],
    [publicApi, '/contacts'],
  ] as const) {
    const allowed = await preflight(send, path, newOrigin);
    expect(allowed.headers.get('access-control-allow-origin')).toBe(newOrigin);
    const replaced = await preflight(send, path, 'http://localhost:3000');
    expect(replaced.headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('a throttle that the copy lowers is held', async () => {
  const user = await credentials.createTestUser(outputs, 'changed-stack');
  const list = () => taskApi('/projects', { headers: { authorization: user.idToken } });
  const statuses = (await Promise.all([list(), list(), list(), list()])).map(({ status }) => status);
  expect(statuses).toContain(200);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(2);
});

test('a key that the copy disables opens nothing; one that it names itself is the key', async () => {
  const token = await credentials.partnerToken(outputs, 'acme-partner');
  const call = (key: string) =>
    taskApi('/partner/projects', { headers: { authorization: `Bearer ${token}`, 'x-api-key': key } });
  expect((await call(await credentials.apiKeyValue(outputs.partnerApiKeyId))).status).toBe(403);
  expect((await call('a-key-that-the-copy-names-itself')).status).toBe(200);
});

test('a resource of an unknown type stops the boot with its address', () => {
  const unknown = copyStack('dev', (document) => {
    document.resource['aws_quantum_ledger'] = { books: { name: 'books' } };
  });
  const result = spawnSync(process.execPath, ['local-stage/src/cli.js', unknown.document, '--port', '0'], {
    encoding: 'utf8',
  });
  unknown.remove();
  expect(result.status).not.toBe(0);
  expect(result.stderr).toContain('aws_quantum_ledger.books');
  expect(result.stderr.trim().split('\n')).toHaveLength(1);
});
