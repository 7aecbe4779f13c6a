import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { functionOf, startFunctions } from './stage-functions.ts';

describe('the environment of a function', () => {
  const source = 'export const handler = () => ({ ...process.env })';

  it('holds what Lambda defines, the function’s own and nothing of the host', async () => {
    const { invoke } = startFunctions([functionOf(source, { environment: { TABLE_NAME: 'tasks' } })]);
    const environment = (await invoke()).value;
    expect(environment).toEqual({
      TABLE_NAME: 'tasks',
      PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_FUNCTION_NAME: 'worker',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/worker',
      AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^2030\/01\/02\/\[\$LATEST\][0-9a-f]{32}$/),
      AWS_LAMBDA_RUNTIME_API: expect.any(String),
      LAMBDA_TASK_ROOT: expect.any(String),
      LAMBDA_RUNTIME_DIR: '/var/runtime',
      _HANDLER: 'index.handler',
      _X_AMZN_TRACE_ID: expect.any(String),
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'key of arn:aws:iam::123456789012:role/worker',
      AWS_SECRET_ACCESS_KEY: 'secret of worker',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4002',
      AWS_CONFIG_FILE: expect.any(String),
      AWS_SHARED_CREDENTIALS_FILE: expect.any(String),
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  it('keeps the stage’s endpoint whatever the function says', async () => {
    const { invoke } = startFunctions([
      functionOf(source, { environment: { AWS_ENDPOINT_URL: 'https://elsewhere.example' } }),
    ]);
    expect((await invoke()).value).toMatchObject({ AWS_ENDPOINT_URL: 'http://127.0.0.1:4002' });
  });

  it('refuses variables that Lambda reserves', () => {
    expect(() => startFunctions([functionOf(source, { environment: { AWS_REGION: 'x', _HANDLER: 'y' } })])).toThrow(
      /aws_lambda_function\.worker: .*Reserved keys used in this request: _HANDLER, AWS_REGION/,
    );
  });

  it('points the SDK’s configuration at a file without content', async () => {
    const { invoke } = startFunctions([
      functionOf(`import { readFileSync } from 'node:fs';
        export const handler = () => [process.env.AWS_CONFIG_FILE, process.env.AWS_SHARED_CREDENTIALS_FILE].map((f) => readFileSync(f, 'utf8'))`),
    ]);
    expect((await invoke()).value).toEqual(['', '']);
  });

  it('is in UTC', async () => {
    const { invoke } = startFunctions([
      functionOf(
        'export const handler = () => [new Date(0).getHours(), Intl.DateTimeFormat().resolvedOptions().timeZone]',
      ),
    ]);
    expect((await invoke()).value).toEqual([0, 'UTC']);
  });

  it('honours NODE_OPTIONS', async () => {
    const { invoke } = startFunctions([
      functionOf('export const handler = () => process.sourceMapsEnabled', {
        environment: { NODE_OPTIONS: '--enable-source-maps' },
      }),
    ]);
    expect((await invoke()).payload).toBe('true');
  });
});

describe('the garbage of an environment', () => {
  it('is collected once it rests and processors have time, in many at once, and none of them ends by it', async () => {
    const source = `import vm from 'node:vm'; let count = 0; let garbage;
      export const handler = () => {
        const collected = garbage?.deref() === undefined && garbage !== undefined;
        garbage ??= new WeakRef({});
        return { isSame: ++count > 2, collected, gc: [typeof globalThis.gc, vm.runInNewContext('typeof gc')] };
      };`;
    const all = Array.from({ length: 12 }, (_, index) => functionOf(source, { name: `idle-${index}` }));
    const { functions } = startFunctions(all, { spareTime: () => 1 });
    const invokeAll = () =>
      Promise.all(
        all.map(async ({ arn }) => {
          const result = await functions.invoke(arn, '{}');
          return result.kind === 'answer' ? JSON.parse(result.payload) : result;
        }),
      );
    await invokeAll();
    await invokeAll();
    const left = { isSame: true, collected: true, gc: ['undefined', 'undefined'] };
    // Each invocation begins the rest anew, which is over within two seconds.
    await vi.waitFor(
      async () => {
        await sleep(2_200);
        expect(await invokeAll()).toEqual(all.map(() => left));
      },
      { timeout: 15_000 },
    );
  });
});
