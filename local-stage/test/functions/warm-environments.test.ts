import { describe, expect, it, onTestFinished } from 'vitest';
import type { FunctionConfiguration } from '../../src/functions/configuration.ts';
import { createWarmEnvironments } from '../../src/functions/warm-environments.ts';
import { functionOf, startFunctions, zipFile } from './stage-functions.ts';

const counting = 'let count = 0; export const handler = async () => ++count;';

function warmEnvironments() {
  const warm = createWarmEnvironments();
  onTestFinished(() => warm.close());
  return warm;
}

/** A function that has an idle environment of before. */
async function invokedAndClosed() {
  const warm = warmEnvironments();
  const configuration = functionOf(counting);
  const { functions, invoke } = startFunctions([configuration], { warm });
  await invoke();
  await functions.close();
  return { warm, configuration };
}

/** Invokes a function, closes it, and invokes what the next document makes of it. */
async function countAfter(change: Partial<FunctionConfiguration>) {
  const { warm, configuration } = await invokedAndClosed();
  const { invoke } = startFunctions([{ ...configuration, ...change }], { warm });
  warm.drop();
  return (await invoke()).value;
}

describe('a function that the next document leaves as it is', () => {
  it('goes on in its environment', async () => {
    expect(await countAfter({})).toBe(2);
  });

  it('goes on with other permissions and another reserved concurrency, which are none of the environment', async () => {
    const permission = {
      address: 'aws_lambda_permission.all',
      statementId: 'all',
      action: 'lambda:InvokeFunction',
      principal: '*',
      sourceArn: undefined,
      sourceAccount: undefined,
    };
    expect(await countAfter({ permissions: [permission], reservedConcurrency: 5 })).toBe(2);
  });
});

describe('a function that the next document changes', () => {
  it.each([
    ['variables', { environment: { TABLE: 'other' } }],
    ['memory', { memorySizeMb: 512 }],
    ['timeout', { timeoutSeconds: 5 }],
    ['role', { roleArn: 'arn:aws:iam::123456789012:role/other' }],
    ['log group', { logGroupName: '/aws/lambda/other' }],
    ['name', { name: 'other', arn: 'arn:aws:lambda:eu-west-1:123456789012:function:other' }],
  ])('begins anew with another %s', async (_what, change) => {
    expect(await countAfter(change)).toBe(1);
  });
});

it('begins anew with other code', async () => {
  expect(await countAfter({ packagePath: zipFile({ 'index.mjs': `${counting} // other` }) })).toBe(1);
});

describe('environments that stay warm', () => {
  it('end where the role gives no credentials any more', async () => {
    const { warm, configuration } = await invokedAndClosed();
    const credentialsFor = () => {
      throw new Error('the role trusts nobody');
    };
    const second = startFunctions([configuration], { warm, credentialsFor });
    await expect(second.invoke()).rejects.toThrow('the role trusts nobody');
  });

  it('go on where a document is refused', async () => {
    const { warm, configuration } = await invokedAndClosed();
    const refused = functionOf(counting, { name: 'refused', packagePath: '/nowhere/index.zip' });
    expect(() => startFunctions([configuration, refused], { warm })).toThrow(/cannot be read/);
    expect((await startFunctions([configuration], { warm }).invoke()).value).toBe(2);
  });

  it('are none that were busy', async () => {
    const warm = warmEnvironments();
    const waiting = 'export const handler = () => new Promise((resolve) => setTimeout(resolve, 2000));';
    const configuration = functionOf(waiting);
    const first = startFunctions([configuration], { warm });
    const running = first.invoke();
    await expect.poll(() => first.functions.statistics()[0]?.busy).toBe(1);
    await first.functions.close();
    expect((await running).functionError).toBe('Unhandled');
    expect(startFunctions([configuration], { warm }).functions.statistics()[0]?.environments).toBe(0);
  });

  it('are counted, and end when nobody takes them', async () => {
    const { warm, configuration } = await invokedAndClosed();
    const second = startFunctions([configuration], { warm });
    expect(second.functions.statistics()[0]?.environments).toBe(1);
    await second.functions.close();
    warm.drop();
    const third = startFunctions([configuration], { warm });
    expect(third.functions.statistics()[0]?.environments).toBe(0);
  });
});
