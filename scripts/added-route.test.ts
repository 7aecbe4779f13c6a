import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessCellsOf } from '../contracts/access-cells.ts';
import { ApiError, createClient } from '../contracts/client.ts';
import * as credentials from '../contracts/smoke/credentials.ts';
import type { StageOutputs } from '../contracts/stage-outputs.ts';
import { notesApi } from '../fixtures/added-route/notes-api.ts';
import { useAwsEnvironment } from './aws-environment.ts';
import { bundle } from './bundle.ts';
import { type RunningStage, startLocalStage } from './local-stage.ts';
import { readOutputs } from './stage-files.ts';
import type { StackDocument } from './testing/stack-copy.ts';

/**
 * An endpoint is one row and one handler: the fixture has nothing else, and everything that callers
 * and operators need of it is there. Needs the packages of the other functions.
 */

let folder: string;
let stage: RunningStage | undefined;
let outputs: StageOutputs;
let document: StackDocument;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-route-'));
  const bundles = join(folder, 'bundles');
  await bundle({ sources: 'fixtures/added-route/lambdas', target: bundles, apis: [notesApi] });
  for (const name of readdirSync('dist/lambdas')) cpSync(join('dist/lambdas', name), join(bundles, name));
  const synthesis = spawnSync(process.execPath, ['fixtures/added-route/main.ts', join(folder, 'out'), bundles], {
    encoding: 'utf8',
  });
  expect(synthesis.stderr).toBe('');
  const file = join(folder, 'out', 'stacks', 'dev', 'cdk.tf.json');
  document = JSON.parse(readFileSync(file, 'utf8')) as StackDocument;
  const outputsFile = join(folder, 'outputs.json');
  stage = await startLocalStage({ environment: 'dev', port: 0, document: file, outputsFile, onLine: () => undefined });
  outputs = readOutputs(outputsFile, 'dev');
  useAwsEnvironment(join(folder, 'aws.env'));
}, 60_000);
afterAll(async () => {
  await stage?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const named = (type: string, part: string) =>
  Object.entries(document.resource[type] ?? {}).filter(([name]) => name.includes(part));

describe('the Terraform has', () => {
  test.each([
    ['aws_api_gateway_resource', 'notes', 1],
    ['aws_api_gateway_method', 'createNote', 1],
    ['aws_api_gateway_integration', 'createNote', 1],
    ['aws_api_gateway_method', 'preflights_projects_projectId_notes', 1],
    ['aws_api_gateway_method_settings', 'createNote', 1],
    ['aws_lambda_function', 'createNote', 1],
    ['aws_lambda_permission', 'createNote', 1],
    ['aws_iam_role', 'createNote', 1],
    ['aws_iam_role_policy', 'createNote', 1],
    ['aws_cloudwatch_log_group', 'createNote', 1],
  ])('%s of %s', (type, part, count) => {
    expect(named(type, part)).toHaveLength(count);
  });

  test("a validator with the body's model, and the throttle of the row's class", () => {
    const [method] = named('aws_api_gateway_method', 'createNote');
    expect(method?.[1]).toMatchObject({
      authorization: 'COGNITO_USER_POOLS',
      request_models: { 'application/json': expect.stringContaining('CreateProject') },
      request_validator_id: expect.stringContaining('parameters-and-body'),
    });
    const [settings] = named('aws_api_gateway_method_settings', 'createNote');
    expect(settings?.[1]).toMatchObject({ settings: { throttling_rate_limit: 2, throttling_burst_limit: 5 } });
  });

  test('a role that may do what the row touches, and nothing else with data', () => {
    const [policy] = named('aws_iam_role_policy', 'createNote');
    const statements = JSON.parse(String(policy?.[1]['policy'])) as { Statement: { Action: string[] }[] };
    const actions = statements.Statement.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => !/^(logs|xray):/.test(action))).toEqual(['dynamodb:PutItem']);
  });
});

describe('the stage', () => {
  test("answers the client's method for a signed-in user, and refuses what the row's cases refuse", async () => {
    const user = await credentials.createTestUser(outputs, 'added-route');
    const request = { path: { projectId: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, body: { name: 'A note' } };
    const clientOf = (token: string) =>
      createClient(notesApi, {
        baseUrl: outputs.taskApiUrl,
        headers: () => (token === '' ? {} : { Authorization: token }),
      });
    const tokens = { 'no token': '', 'garbage token': 'garbage', 'ID token': user.idToken };
    const cells = accessCellsOf(notesApi).filter(({ operation }) => operation.operationId === 'createNote');
    for (const [attempt, token] of Object.entries(tokens)) {
      const verdict = cells.find((cell) => cell.attempt === attempt)?.declared;
      const status = await clientOf(token)
        .createNote(request)
        .then((answer) => answer.status)
        .catch((error: unknown) => (error instanceof ApiError ? error.status : error));
      expect(status).toBe(verdict === 'admitted' ? 201 : verdict);
    }
  });

  test('answers the preflight of an allowed origin', async () => {
    const url = `${outputs.taskApiUrl}/projects/01ARZ3NDEKTSV4RRFFQ69G5FAV/notes`;
    const headers = { origin: 'http://localhost:5173', 'access-control-request-method': 'POST' };
    const response = await fetch(url, { method: 'OPTIONS', headers });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
  });

  test("refuses a body that breaks the row's model", async () => {
    const user = await credentials.createTestUser(outputs, 'added-route-model');
    const response = await fetch(`${outputs.taskApiUrl}/projects/01ARZ3NDEKTSV4RRFFQ69G5FAV/notes`, {
      method: 'POST',
      headers: { authorization: user.idToken, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ message: 'Invalid request body' });
  });
});
