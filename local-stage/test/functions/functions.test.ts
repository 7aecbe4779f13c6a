import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FunctionNotFoundError, RequestTooLargeError } from '../../src/functions/invoker.ts';
import { createWarmEnvironments } from '../../src/functions/warm-environments.ts';
import { functionOf, startFunctions, zipFile } from './stage-functions.ts';

describe('an invocation', () => {
  it('hands the event to the handler and gives its answer back as JSON', async () => {
    const { invoke } = startFunctions([functionOf('export const handler = async (event) => ({ got: event.a })')]);
    const answer = await invoke({ a: [1, 'é'] });
    expect(answer).toMatchObject({ kind: 'answer', functionError: undefined, payload: '{"got":[1,"é"]}' });
  });

  it('answers null where the handler returns nothing', async () => {
    const { invoke } = startFunctions([functionOf('export const handler = async () => {}')]);
    expect((await invoke()).payload).toBe('null');
  });

  it('takes a handler that returns no promise', async () => {
    const { invoke } = startFunctions([functionOf('export const handler = () => 5')]);
    expect((await invoke()).payload).toBe('5');
  });

  it.each([
    [
      'CommonJS',
      { 'index.js': 'exports.handler = async () => require("./other.js").value', 'other.js': 'exports.value = 1' },
    ],
    ['CommonJS assigned whole', { 'index.cjs': 'module.exports = { get handler() { return () => 1 } }' }],
    [
      'ES module in .mjs',
      {
        'index.mjs': 'import { value } from "./lib/a.mjs"; export const handler = () => value',
        'lib/a.mjs': 'export const value = 1',
      },
    ],
    [
      'ES module by package.json',
      { 'index.js': 'export const handler = () => 1', 'package.json': '{"type":"module"}' },
    ],
  ])('runs a bundle in the form %s', async (_form, files) => {
    const { invoke } = startFunctions([functionOf('', { packagePath: zipFile(files) })]);
    expect((await invoke()).payload).toBe('1');
  });

  it('keeps global state between invocations of an environment', async () => {
    const { invoke } = startFunctions([functionOf('let calls = 0; export const handler = () => ++calls')]);
    await invoke();
    await invoke();
    expect((await invoke()).payload).toBe('3');
  });

  it('gives the context that Lambda gives', async () => {
    const source = `export const handler = (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() })`;
    const { invoke, streams } = startFunctions([functionOf(source)]);
    const answer = await invoke();
    expect(answer.value).toEqual({
      awsRequestId: answer.requestId,
      functionName: 'worker',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:worker',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/worker',
      logStreamName: streams()[0],
      xRayTraceId: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/),
      left: expect.toSatisfy((left: number) => left > 2000 && left <= 3000),
    });
  });

  it('keeps the request id that it is given', async () => {
    const configuration = functionOf('export const handler = (event, { awsRequestId }) => awsRequestId');
    const { functions } = startFunctions([configuration]);
    const answer = await functions.invoke(configuration.arn, '{}', { requestId: 'the-first-try' });
    expect(answer).toMatchObject({ requestId: 'the-first-try', payload: '"the-first-try"' });
  });

  it('passes the trace on, under a parent of its own', async () => {
    const configuration = functionOf('export const handler = () => process.env._X_AMZN_TRACE_ID');
    const { functions } = startFunctions([configuration]);
    const answer = await functions.invoke(configuration.arn, '{}', { traceId: 'Root=1-2-3' });
    expect(answer).toMatchObject({
      payload: expect.stringMatching(/^"Root=1-2-3;Parent=[0-9a-f]{16};Sampled=0"$/),
    });
  });

  it('names the function that is not there', async () => {
    const { functions } = startFunctions([]);
    await expect(functions.invoke('arn:aws:lambda:eu-west-1:123456789012:function:none', '{}')).rejects.toThrow(
      FunctionNotFoundError,
    );
  });

  it('refuses an event above 6 MB', async () => {
    const configuration = functionOf('export const handler = (event) => event.length');
    const { functions } = startFunctions([configuration]);
    const limit = 6_291_456;
    const event = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
    await expect(functions.invoke(configuration.arn, event(limit + 1))).rejects.toThrow(RequestTooLargeError);
    expect(await functions.invoke(configuration.arn, event(limit))).toMatchObject({ payload: String(limit - 2) });
  });

  it('lists the functions by name', () => {
    const names = ['write', 'read'];
    const { functions } = startFunctions(names.map((name) => functionOf('export const handler = 1', { name })));
    expect(functions.names()).toEqual(['read', 'write']);
  });
});

describe('environments of a function', () => {
  const sleeper = `export const handler = async ({ ms }) => {
    const started = globalThis.id ??= Math.random();
    await new Promise((done) => setTimeout(done, ms));
    return started;
  }`;

  it('run one invocation at a time, and as many as there are invocations', async () => {
    const { invoke } = startFunctions([functionOf(sleeper)]);
    const answers = await Promise.all([1, 2, 3].map(() => invoke({ ms: 2000 })));
    expect(new Set(answers.map(({ payload }) => payload)).size).toBe(3);
  });

  it('are used again', async () => {
    const { invoke } = startFunctions([functionOf(sleeper)]);
    const first = await invoke({ ms: 0 });
    expect((await invoke({ ms: 0 })).payload).toBe(first.payload);
  });

  it('are retired after a while without an invocation', async () => {
    const { invoke, clock } = startFunctions([functionOf(sleeper)]);
    const first = await invoke({ ms: 0 });
    clock.advance(5 * 60_000);
    expect((await invoke({ ms: 0 })).payload).toBe(first.payload);
    clock.advance(3_600_000);
    expect((await invoke({ ms: 0 })).payload).not.toBe(first.payload);
  });

  it('end with the stage, and so does what was unpacked', async () => {
    const warm = createWarmEnvironments();
    const { functions, invoke } = startFunctions(
      [functionOf('export const handler = () => process.env.LAMBDA_TASK_ROOT')],
      { warm },
    );
    const taskRoot = String((await invoke()).value);
    expect(existsSync(taskRoot)).toBe(true);
    await functions.close();
    await warm.close();
    expect(existsSync(taskRoot)).toBe(false);
    await expect(invoke()).rejects.toThrow(/were closed/);
    await expect(functions.close()).resolves.toBeUndefined();
  });

  it('that run when the stage ends answer as an exit of the runtime', async () => {
    const { functions, invoke, lines } = startFunctions([
      functionOf('export const handler = () => { console.log("in"); return new Promise((d) => setTimeout(d, 5000)) }'),
    ]);
    const answer = invoke();
    while (!lines().some((line) => line.endsWith('in'))) {
      await new Promise((done) => setTimeout(done, 5));
    }
    await functions.close();
    expect((await answer).value).toMatchObject({ errorType: 'Runtime.ExitError' });
  });
});

describe('reserved concurrency', () => {
  const waiting = 'export const handler = (event) => new Promise((done) => setTimeout(done, event.ms ?? 0))';

  it('throttles what goes beyond it', async () => {
    const configuration = functionOf(waiting, { reservedConcurrency: 2 });
    const { functions } = startFunctions([configuration]);
    const invoke = () => functions.invoke(configuration.arn, '{"ms":50}');
    const results = await Promise.all([invoke(), invoke(), invoke()]);
    expect(results.map(({ kind }) => kind).sort()).toEqual(['answer', 'answer', 'throttle']);
    expect(results.find(({ kind }) => kind === 'throttle')).toEqual({
      kind: 'throttle',
      reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    });
    expect(await invoke()).toMatchObject({ kind: 'answer' });
  });

  it('of 0 always throttles', async () => {
    const configuration = functionOf(waiting, { reservedConcurrency: 0 });
    const { functions } = startFunctions([configuration]);
    expect(await functions.invoke(configuration.arn, '{}')).toMatchObject({ kind: 'throttle' });
  });

  it('is refused where it leaves the account less than 100', () => {
    const configurations = [
      functionOf(waiting, { name: 'first', reservedConcurrency: 800 }),
      functionOf(waiting, { name: 'second', reservedConcurrency: 101 }),
    ];
    expect(() => startFunctions(configurations)).toThrow(/aws_lambda_function\.second: .*leaves 99/);
  });
});

describe('permissions', () => {
  it('are those of the function that is asked for', () => {
    const permission = {
      address: 'aws_lambda_permission.api',
      statementId: 'api',
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      sourceArn: 'arn:aws:execute-api:eu-west-1:123456789012:a1/*/GET/tasks',
      sourceAccount: undefined,
    };
    const open = functionOf('', { name: 'open', packagePath: zipFile({ 'index.mjs': '' }), permissions: [permission] });
    const shut = functionOf('', { name: 'shut', packagePath: open.packagePath });
    const { functions } = startFunctions([open, shut]);
    const source = 'arn:aws:execute-api:eu-west-1:123456789012:a1/dev/GET/tasks';
    expect(functions.permits(open.arn, 'apigateway.amazonaws.com', source)).toBe(true);
    expect(functions.permits(shut.arn, 'apigateway.amazonaws.com', source)).toBe(false);
  });
});
