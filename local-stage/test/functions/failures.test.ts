import { describe, expect, it } from 'vitest';
import { functionOf, startFunctions, zipFile } from './stage-functions.ts';

describe('a handler that fails', () => {
  it('answers with the error and its trace', async () => {
    const { invoke } = startFunctions([
      functionOf('export const handler = async () => { throw new TypeError("no such task") }'),
    ]);
    const answer = await invoke();
    expect(answer.functionError).toBe('Unhandled');
    expect(answer.value).toEqual({
      errorType: 'TypeError',
      errorMessage: 'no such task',
      trace: expect.arrayContaining(['TypeError: no such task', expect.stringContaining('index.mjs')]),
    });
  });

  it('answers with what was thrown where that is no error', async () => {
    const { invoke } = startFunctions([functionOf('export const handler = () => { throw "plain" }')]);
    expect((await invoke()).value).toEqual({ errorType: 'string', errorMessage: 'plain', trace: [] });
  });

  it('keeps its environment', async () => {
    const { invoke } = startFunctions([
      functionOf('let calls = 0; export const handler = (event) => { calls++; if (event.fail) throw 1; return calls }'),
    ]);
    await invoke({ fail: true });
    expect((await invoke()).payload).toBe('2');
  });

  it('answers an error for what JSON cannot hold', async () => {
    const { invoke } = startFunctions([functionOf('export const handler = () => ({ n: 1n })')]);
    expect((await invoke()).value).toMatchObject({
      errorType: 'Runtime.JSONStringifyError',
      errorMessage: 'Unable to stringify response body',
    });
  });

  it('answers an error above 6 MB, and the answer at the limit', async () => {
    const { invoke } = startFunctions([functionOf('export const handler = (n) => "x".repeat(n - 2)')]);
    expect((await invoke(6_291_556)).payload).toHaveLength(6_291_556);
    const tooLarge = await invoke(6_291_557);
    expect(tooLarge.functionError).toBe('Unhandled');
    expect(tooLarge.value).toEqual({
      errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      errorType: 'Function.ResponseSizeTooLarge',
    });
  });
});

describe('the timeout', () => {
  const counting = `globalThis.calls = 0;
    export const handler = (event) => { calls++; if (event.loop) for (;;); if (event.hang) return new Promise((d) => setTimeout(d, 60_000)); return calls }`;

  it.each([
    ['waits', { hang: true }],
    ['never yields', { loop: true }],
  ])('ends a handler that %s, and its environment', async (_what, event) => {
    const { invoke, lines } = startFunctions([functionOf(counting, { timeoutSeconds: 0.2 })]);
    await invoke();
    const answer = await invoke(event);
    expect(answer.functionError).toBe('Unhandled');
    expect(answer.value).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${answer.requestId} Error: Task timed out after 0.20 seconds`,
    });
    expect(lines()).toContain(`2030-01-02T12:00:00.000Z ${answer.requestId} Task timed out after 0.20 seconds\n`);
    expect(lines().at(-1)).toMatch(/Status: timeout\t$/);
    expect((await invoke()).payload).toBe('1');
  });

  it('counts from the handler, not from the Init phase', async () => {
    const source = 'await new Promise((d) => setTimeout(d, 300)); export const handler = () => "in time"';
    const { invoke } = startFunctions([functionOf(source, { timeoutSeconds: 0.2 })]);
    expect((await invoke()).payload).toBe('"in time"');
  });
});

describe('a runtime that ends', () => {
  const ending = `globalThis.calls = 0;
    export const handler = async (event) => { calls++; if (event.run) await eval('(async()=>{' + event.run + '})()'); return calls }`;

  it.each([
    ['process.exit()', 'Runtime.ExitError', 'Runtime exited without providing a reason'],
    ['process.exit(3)', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    ['Promise.reject(new Error("lost"))', 'Runtime.ExitError', 'Runtime exited with error: exit status 1'],
    [
      'setTimeout(() => { throw new Error("late") }); await new Promise((d) => setTimeout(d, 5000))',
      'Runtime.ExitError',
      'Runtime exited with error: exit status 1',
    ],
    ['await new Promise(() => {})', 'Runtime.NodeJsExit', expect.stringContaining('a Promise that was never settled')],
  ])('by %s answers %s and is replaced', async (run, errorType, message) => {
    const { invoke, lines } = startFunctions([functionOf(ending)]);
    await invoke();
    const answer = await invoke({ run });
    expect(answer.functionError).toBe('Unhandled');
    expect(answer.value).toMatchObject({ errorType });
    const { errorMessage } = answer.value as { errorMessage: string };
    const prefix = `RequestId: ${answer.requestId} Error: `;
    expect(errorMessage.startsWith(prefix)).toBe(true);
    expect(errorMessage.slice(prefix.length)).toEqual(message);
    expect(lines()).toContain(`${errorMessage}\n${errorType}`);
    expect(lines().at(-1)).toMatch(new RegExp(`Status: error\tError Type: ${errorType}\t$`));
    expect((await invoke()).payload).toBe('1');
  });

  it('logs the error that ended it', async () => {
    const { invoke, lines } = startFunctions([functionOf(ending)]);
    await invoke({ run: 'Promise.reject(new RangeError("lost"))' });
    expect(lines().some((line) => line.startsWith('RangeError: lost\n    at '))).toBe(true);
  });

  it('for want of memory says so', async () => {
    const hungry = 'export const handler = () => { const kept = []; for (;;) kept.push({ list: [1, 2, 3] }) }';
    const { invoke, lines } = startFunctions([functionOf(hungry, { memorySizeMb: 32 })]);
    const answer = await invoke();
    expect(answer.value).toEqual({
      errorType: 'Runtime.OutOfMemory',
      errorMessage: `RequestId: ${answer.requestId} Error: Runtime exited with error: signal: killed`,
    });
    expect(lines().at(-1)).toContain('Memory Size: 32 MB\tMax Memory Used: 32 MB');
  });

  it('for want of memory for buffers, which are no part of the heap, says so', async () => {
    const hungry = `export const handler = async () => {
      const kept = [];
      for (;;) {
        kept.push(Buffer.alloc(4 << 20, 1));
        await new Promise((done) => setTimeout(done, 5));
      }
    }`;
    const { invoke, lines } = startFunctions([functionOf(hungry, { memorySizeMb: 64 })]);
    expect((await invoke()).value).toMatchObject({ errorType: 'Runtime.OutOfMemory' });
    expect(lines().at(-1)).toContain('Memory Size: 64 MB\tMax Memory Used: 64 MB');
  });

  it('between invocations is replaced', async () => {
    const { invoke, lines } = startFunctions([
      functionOf(
        'let n = 0; export const handler = (e) => { if (e.die) setTimeout(() => process.exit(1), 10); return ++n }',
      ),
    ]);
    await invoke({ die: true });
    await new Promise((done) => setTimeout(done, 100));
    expect((await invoke()).payload).toBe('1');
    expect(lines().filter((line) => line.startsWith('REPORT'))).toHaveLength(2);
  });
});

describe('an Init phase that fails', () => {
  it.each([
    ['throws', 'throw new RangeError("no setting")', 'RangeError', 'no setting'],
    [
      'has a syntax error',
      'export const handler = (',
      'Runtime.UserCodeSyntaxError',
      expect.stringMatching(/^SyntaxError: /),
    ],
    [
      'exports no handler',
      'export const other = 1',
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    [
      'exports what is no function',
      'export const handler = 1',
      'Runtime.HandlerNotFound',
      'index.handler is not a function',
    ],
    [
      'takes a callback',
      'export const handler = (event, context, callback) => callback()',
      'Runtime.CallbackHandlerDeprecated',
      expect.stringContaining('callback-based function handlers'),
    ],
  ])('because the module %s fails the invocation', async (_why, source, errorType, errorMessage) => {
    const { invoke, lines } = startFunctions([functionOf(source)]);
    const answer = await invoke();
    expect(answer.functionError).toBe('Unhandled');
    expect(answer.value).toEqual({ errorType, errorMessage, trace: expect.any(Array) });
    expect(lines()).toContainEqual(
      expect.stringMatching(
        new RegExp(
          `^INIT_REPORT Init Duration: \\d+\\.\\d\\d ms\tPhase: init\tStatus: error\tError Type: ${errorType}$`,
        ),
      ),
    );
  });

  it('because a module is missing names it', async () => {
    const packagePath = zipFile({ 'index.js': 'require("left-pad-of-nowhere"); exports.handler = () => 1' });
    const { invoke } = startFunctions([functionOf('', { packagePath })]);
    expect((await invoke()).value).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: expect.stringContaining("Error: Cannot find module 'left-pad-of-nowhere'"),
    });
  });

  it('is repeated within the invocation, then by the next', async () => {
    const source = `import { appendFileSync, readFileSync } from 'node:fs';
      const file = process.env.LAMBDA_TASK_ROOT + '/tries';
      appendFileSync(file, 'x');
      if (readFileSync(file).length < Number(process.env.WORKS_AT)) throw new Error('not yet');
      export const handler = () => 'works';`;
    const { invoke } = startFunctions([functionOf(source, { environment: { WORKS_AT: '4' } })]);
    expect((await invoke()).value).toMatchObject({ errorMessage: 'not yet' });
    expect((await invoke()).payload).toBe('"works"');
  });

  it('because it takes too long is repeated under the timeout of the function', async () => {
    const slow = (name: string, timeoutSeconds: number) =>
      functionOf('await new Promise((d) => setTimeout(d, 250)); export const handler = () => 1', {
        name,
        timeoutSeconds,
      });
    const { functions, logGroups } = startFunctions([slow('patient', 3), slow('hasty', 0.1)], { initTimeoutMs: 100 });
    const [patient, hasty] = await Promise.all(
      ['patient', 'hasty'].map((name) => functions.invoke(slow(name, 1).arn, '{}')),
    );
    expect(patient).toMatchObject({ payload: '1' });
    expect(hasty).toMatchObject({ payload: expect.stringContaining('Sandbox.Timedout') });
    const report = logGroups.read('/aws/lambda/patient')?.find(({ message }) => message.startsWith('INIT_REPORT'));
    expect(report?.message).toMatch(/Phase: init\tStatus: timeout$/);
  });

  it('because Node does not take the options', async () => {
    const { invoke, lines } = startFunctions([
      functionOf('export const handler = () => 1', { environment: { NODE_OPTIONS: '--no-such-option' } }),
    ]);
    expect((await invoke()).value).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(lines()).toContainEqual(expect.stringContaining('--no-such-option is not allowed in NODE_OPTIONS'));
  });
});
