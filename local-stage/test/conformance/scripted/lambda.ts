import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import type { InvocationAnswer } from '../../../src/functions/invoker.ts';
import { startFunctions } from '../../functions/stage-functions.ts';
import { configured } from '../../resources/configuring.ts';
import type { ConformanceCase } from '../conformance-case.ts';
import { writeProject } from '../project.ts';
import type { Script } from '../run-cases.ts';
import { differences, memberAt } from '../shapes.ts';
import { lambdaDocument } from '../stages/lambda-sqs-stage.ts';

/** Invokes functions directly, as a gateway or a mapping does. */
export const lambdaScripts: Readonly<Record<string, Script>> = {
  'lambda-env-node': async ({ expect: { env = {} } }) => {
    const { keys, ...values } = env;
    const variables = JSON.parse(JSON.parse((await invoke('environment')).payload).body);
    const here = {
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: '<string>',
      _HANDLER: 'index.handler',
    };
    expect(differences(variables, { ...values, ...here })).toEqual([]);
    expect((keys as readonly string[]).filter((name) => !variables[name])).toEqual([]);
  },

  'lambda-error-exit': async (found) => {
    const answer = await invoke('exit');
    expectFunctionError(found, answer);
    expect(differences(answer.payload, { regex: found.expect.body?.regex ?? '' })).toEqual([]);
  },

  'lambda-error-init': async (found) => {
    const answer = await invoke('failAtImport');
    expectFunctionError(found, answer);
    const document = { errorType: 'Error', errorMessage: 'some_error_msg', trace: expect.any(Array) };
    expect(JSON.parse(answer.payload)).toMatchObject(document);
  },

  'lambda-error-node': async (found) => {
    const answer = await invoke('fail');
    expectFunctionError(found, answer);
    const { trace: expectedTrace, ...schema } = found.expect.body?.json_schema ?? {};
    const { trace, ...document } = JSON.parse(answer.payload);
    expect(document).toEqual(schema);
    expect(trace[0]).toBe((expectedTrace as readonly string[])[0]);
    expect(trace.length).toBeGreaterThan(1);
  },

  'lambda-log-lines': async ({ expect: { regex = [] } }) => {
    const functions = start();
    await functions.answer('nothing');
    const lines = functions.logOf('nothing');
    for (const line of regex) {
      const pattern = new RegExp(`^${line.replace('<uuid>', '[0-9a-f-]{36}')}`);
      expect(lines.filter((logged) => pattern.test(logged))).toHaveLength(1);
    }
  },

  'lambda-not-found': async ({ expect: { body } }) => {
    await expect(start().invoke('missing')).rejects.toThrow(body?.contains ?? 'a text of the fact');
  },

  'lambda-null-return': async ({ expect: { body } }) => {
    const { payload, functionError } = await invoke('nothing');
    expect({ payload, functionError }).toEqual({ payload: body?.exact, functionError: undefined });
  },

  'lambda-request-too-large': async ({ expect: { body } }) => {
    const invocation = start().invoke('nothing', 'x'.repeat(7_000_000));
    await expect(invocation).rejects.toThrow(new RegExp(`^${body?.regex}$`));
  },

  'lambda-response-6mb-ok': async () => {
    const { payload, functionError } = await invoke('largest');
    expect(functionError).toBeUndefined();
    expect(payload.length).toBeGreaterThan(6 * 1024 * 1024);
  },

  'lambda-response-too-large': async (found) => {
    const answer = await invoke('tooLarge');
    expectFunctionError(found, answer);
    expect(JSON.parse(answer.payload)).toEqual(found.expect.body?.json);
  },

  'lambda-throttled': async ({ expect: { body } }) => {
    const throttle = await start().invoke('blocked');
    expect(throttle).toMatchObject({ kind: 'throttle', reason: memberAt(body?.json, 'Reason') });
  },

  'lambda-timeout-env': async () => {
    const functions = start();
    const file = join(tmpdir(), `conformance-${randomUUID()}`);
    onTestFinished(() => rmSync(file, { force: true }));
    expect(JSON.parse((await functions.answer('reuse', { file })).payload)).toEqual({ counter: 1, kept: false });
    expect(JSON.parse((await functions.answer('reuse', { file })).payload)).toEqual({ counter: 2, kept: true });
    expect((await functions.answer('reuse', { file, sleep: true })).functionError).toBe('Unhandled');
    expect(JSON.parse((await functions.answer('reuse', { file })).payload)).toEqual({ counter: 1, kept: true });
  },

  'lambda-timeout-old': async ({ expect: { body } }) => {
    const functions = start();
    const file = join(tmpdir(), `conformance-${randomUUID()}`);
    onTestFinished(() => rmSync(file, { force: true }));
    const { payload, functionError } = await functions.answer('reuse', { file, sleep: true });
    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload).errorMessage).toMatch(/Task timed out after 1\.00 seconds$/);
    const line = JSON.stringify({
      errorMessage: functions
        .logOf('reuse')
        .find((logged) => logged.includes('timed out'))
        ?.trim(),
    });
    expect(differences(line, { regex: body?.regex ?? '' })).toEqual([]);
  },
};

const arnOf = (name: string) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;

/** The functions of the document; the end of the test closes them. */
function start() {
  const project = writeProject(lambdaDocument);
  onTestFinished(() => project.remove());
  const { functions: configurations } = configured(lambdaDocument, project.folder);
  const { functions, logGroups } = startFunctions(configurations, { clock: createClock() });
  const invokeFunction = (name: string, event: unknown = {}) => functions.invoke(arnOf(name), JSON.stringify(event));
  return {
    invoke: invokeFunction,
    async answer(name: string, event?: unknown): Promise<InvocationAnswer> {
      const result = await invokeFunction(name, event);
      if (result.kind !== 'answer') throw new Error(`${name} was throttled: ${result.reason}`);
      return result;
    },
    logOf: (name: string) => (logGroups.read(`/aws/lambda/${name}`) ?? []).map(({ message }) => message),
  };
}

const invoke = (name: string) => start().answer(name);

/** The fact's X-Amz-Function-Error. */
function expectFunctionError({ expect: { headers = {} } }: ConformanceCase, { functionError }: InvocationAnswer): void {
  expect(headers['X-Amz-Function-Error']).toBeTruthy();
  expect(functionError).toBe(headers['X-Amz-Function-Error']);
}
