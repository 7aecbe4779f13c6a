import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { onTestFinished } from 'vitest';
import { createClock } from '../../src/clock.ts';
import type { FunctionConfiguration } from '../../src/functions/configuration.ts';
import { createFunctions, type FunctionsDependencies } from '../../src/functions/functions.ts';
import type { InvocationAnswer, InvocationResult } from '../../src/functions/invoker.ts';
import { createWarmEnvironments } from '../../src/functions/warm-environments.ts';
import { createLogGroups } from '../../src/log-group-store.ts';

const noon = Date.UTC(2030, 0, 2, 12);

/** A folder that the test's end removes. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'functions-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a deployment package with these files. */
export function zipFile(files: Readonly<Record<string, string>>): string {
  const path = join(temporaryFolder(), 'package.zip');
  writeFileSync(path, zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))));
  return path;
}

/** A function whose package holds `index.mjs` with this source. */
export function functionOf(source: string, overrides: Partial<FunctionConfiguration> = {}): FunctionConfiguration {
  const name = overrides.name ?? 'worker';
  return {
    address: `aws_lambda_function.${name}`,
    name,
    arn: `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    packagePath: overrides.packagePath ?? zipFile({ 'index.mjs': source }),
    memorySizeMb: 256,
    timeoutSeconds: 3,
    environment: {},
    roleArn: `arn:aws:iam::123456789012:role/${name}`,
    logGroupName: `/aws/lambda/${name}`,
    reservedConcurrency: undefined,
    permissions: [],
    ...overrides,
  };
}

/** Starts functions with a frozen clock; the test's end closes them. */
export function startFunctions(
  configurations: readonly FunctionConfiguration[],
  overrides: Partial<FunctionsDependencies> = {},
) {
  const clock = createClock(noon);
  const logGroups = createLogGroups({ clock, groupNames: [] });
  const warm = overrides.warm ?? createWarmEnvironments();
  const functions = createFunctions(configurations, {
    clock,
    logGroups,
    credentialsFor: (roleArn, sessionName) => ({
      accessKeyId: `key of ${roleArn}`,
      secretAccessKey: `secret of ${sessionName}`,
      sessionToken: 'token',
    }),
    awsEndpoint: 'http://127.0.0.1:4002',
    region: 'eu-west-1',
    warm,
    ...overrides,
  });
  onTestFinished(async () => {
    await functions.close();
    await warm.close();
  });
  const events = () => logGroups.read(configurations[0]?.logGroupName ?? '') ?? [];
  return {
    functions,
    clock,
    /** Messages of the first function's log group. */
    lines: () => events().map(({ message }) => message),
    /** Streams of the first function's log group. */
    streams: () => [...new Set(events().map(({ streamName }) => streamName))],
    logGroups,
    /** Invokes the first function with an event. */
    async invoke(event: unknown = {}) {
      return answerOf(await functions.invoke(configurations[0]?.arn ?? '', JSON.stringify(event)));
    },
  };
}

function answerOf(result: InvocationResult): InvocationAnswer & { readonly value: unknown } {
  if (result.kind === 'throttle') throw new Error(`throttled: ${result.reason}`);
  return { ...result, value: JSON.parse(result.payload) };
}
