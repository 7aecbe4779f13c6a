import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { Clock } from '../clock.ts';
import type { FaultSource } from '../faults.ts';
import type { LogGroups } from '../log-groups.ts';
import { createConcurrencyLimits } from './concurrency-limits.ts';
import type { FunctionConfiguration } from './configuration.ts';
import {
  createDeployedFunction,
  type DeployedFunction,
  type FunctionStatistics,
  type InvocationObserver,
} from './deployed-function.ts';
import { readDeploymentPackage } from './deployment-package.ts';
import { environmentVariables, type RoleCredentials, refuseReservedVariables } from './environment-variables.ts';
import { createExecutionEnvironment, type ExecutionEnvironment } from './execution-environment.ts';
import { createFunctionPool, type FunctionPool } from './function-pool.ts';
import { createIdleEnvironments, type IdleEnvironments } from './idle-environments.ts';
import { createIdleMemory } from './idle-memory.ts';
import { createInvocationRunner } from './invocation.ts';
import { type FunctionInvoker, FunctionNotFoundError, RequestTooLargeError } from './invoker.ts';
import { allowsInvocation } from './resource-policy.ts';
import { createSpareTimeMeter } from './spare-time.ts';
import type { WarmEnvironments } from './warm-environments.ts';
import { createWorkLimit, type WorkLimit } from './work-limit.ts';

/** The Lambda service of the stage. */
export interface Functions extends FunctionInvoker {
  /** Names of the functions, sorted. */
  names(): readonly string[];
  /** In the order of the names. */
  statistics(): readonly FunctionStatistics[];
  /** Ends all threads but those that stay warm. */
  close(): Promise<void>;
}

export interface FunctionsDependencies {
  /** Time that handlers see and timeouts count, of log lines and of idle environments' retirement. */
  readonly clock: Clock;
  readonly logGroups: LogGroups;
  /** Called once an execution environment; the session's name is the function's, as on AWS. */
  readonly credentialsFor: (roleArn: string, sessionName: string) => RoleCredentials;
  /** Where a handler's AWS SDK calls go, `http://127.0.0.1:4002`. */
  readonly awsEndpoint: string;
  readonly region: string;
  /** Longest Init phase, in milliseconds. @default 10,000 (Lambda developer guide, "Understanding the Lambda execution environment lifecycle") */
  readonly initTimeoutMs?: number;
  /** What goes wrong with invocations. @default nothing */
  readonly faults?: FaultSource;
  /** @default nobody is told of invocations */
  readonly onInvocation?: InvocationObserver;
  /** Share of their time that processors had to spare since it was asked last, 0 to 1: of it, idle environments give memory back. @default measured */
  readonly spareTime?: () => number;
  /** Gives and takes the environments that outlive these functions. */
  readonly warm: WarmEnvironments;
}

/** The only runtime that a thread of the stage's own Node is. */
const runtime = 'nodejs24.x';
const defaultInitTimeoutMs = 10_000;
/** Idle environments that are kept beyond one for each function. */
const idleForBursts = 16;
/** Event of a synchronous invocation (Lambda developer guide, "Lambda quotas": 6 MB). */
const maximumRequestBytes = 6_291_456;

/**
 * Reads every function's package; threads start with the first invocations.
 *
 * @throws {Error} naming the function's address and file where a package or a setting cannot be run.
 */
export function createFunctions(
  configurations: readonly FunctionConfiguration[],
  dependencies: FunctionsDependencies,
): Functions {
  const limits = createConcurrencyLimits(configurations);
  const memory = createIdleMemory(dependencies.spareTime ?? createSpareTimeMeter());
  const idle = createIdleEnvironments(dependencies.clock, configurations.length + idleForBursts, memory);
  const work = createWorkLimit({
    processors: availableParallelism(),
    spareTime: createSpareTimeMeter(),
  });
  const closing = new AbortController();
  const functions = new Map<string, DeployedFunction>();
  const { clock, faults = () => undefined, onInvocation: observe = () => () => {} } = dependencies;
  const closeAll = async () => {
    work.close();
    closing.abort();
    await Promise.all([...functions.values()].map((found) => found.close()));
    idle.close();
  };
  try {
    for (const configuration of configurations) {
      const pool = createPool(configuration, dependencies, idle, work);
      const others = { pool, limits, clock, faults, observe, closing: closing.signal };
      functions.set(configuration.arn, createDeployedFunction(configuration, others));
    }
  } catch (error) {
    // What they have taken is for the document that runs on.
    void closeAll();
    throw error;
  }
  runInUtc();
  leaveMemoryToStage();
  const find = (functionArn: string) => {
    const found = functions.get(functionArn);
    if (!found) throw new FunctionNotFoundError(functionArn);
    return found;
  };
  return {
    async invoke(functionArn, event, options = {}) {
      const found = find(functionArn);
      refuseLargeEvent(event);
      return found.invoke(event, options);
    },
    permits: (functionArn, principal, sourceArn) =>
      allowsInvocation(find(functionArn).configuration.permissions, principal, sourceArn),
    names: () => configurations.map(({ name }) => name).sort(),
    statistics: () =>
      [...functions.values()].map((found) => found.statistics()).sort((a, b) => (a.name < b.name ? -1 : 1)),
    close: closeAll,
  };
}

function createPool(
  configuration: FunctionConfiguration,
  dependencies: FunctionsDependencies,
  idle: IdleEnvironments,
  work: WorkLimit,
): FunctionPool {
  refuseRuntime(configuration);
  refuseReservedVariables(configuration);
  const deploymentPackage = readDeploymentPackage(configuration);
  const { arn: functionArn, handler, memorySizeMb, logGroupName } = configuration;
  const { warm } = dependencies;
  const { folder } = warm;
  const madeOf = JSON.stringify([deploymentPackage.hash, dependencies.region, withoutPermissions(configuration)]);
  return createFunctionPool({
    functionArn,
    idle,
    work,
    runner: createInvocationRunner(configuration, dependencies.clock),
    warm: takeWarm(configuration, madeOf, dependencies),
    onSpare: (environment) => warm.keep(madeOf, environment),
    initTimeoutMs: dependencies.initTimeoutMs ?? defaultInitTimeoutMs,
    createEnvironment(onEnd) {
      const { clock, logGroups, credentialsFor, region, awsEndpoint } = dependencies;
      const taskRoot = deploymentPackage.unpack(folder.packages);
      const logStreamName = newLogStreamName(clock);
      const credentials = credentialsFor(configuration.roleArn, configuration.name);
      const { emptyFile } = folder;
      const context = { configuration, credentials, region, awsEndpoint, taskRoot, logStreamName, emptyFile };
      return createExecutionEnvironment({
        data: {
          modulePath: join(taskRoot, deploymentPackage.modulePath),
          handler,
          codeFile: deploymentPackage.codeFile(folder.code),
          functionArn,
          sharedTime: clock.sharedTime,
        },
        memorySizeMb,
        clock,
        variables: { ...environmentVariables(context), NODE_COMPILE_CACHE: folder.compileCache },
        log: (line) => logGroups.put(logGroupName, logStreamName, line),
        onEnd,
      });
    },
  });
}

/** Environments that stay warm are not to hide that a new one would get no credentials. */
function takeWarm(
  { roleArn, name }: FunctionConfiguration,
  madeOf: string,
  { warm, credentialsFor }: FunctionsDependencies,
): readonly ExecutionEnvironment[] {
  const taken = warm.take(madeOf);
  if (taken.length === 0) return taken;
  try {
    credentialsFor(roleArn, name);
    return taken;
  } catch {
    // Whoever invokes the function is told why.
    for (const environment of taken) void environment.stop();
    return [];
  }
}

/** All of a function that its environments depend on. */
const withoutPermissions = ({ permissions, reservedConcurrency, packagePath, ...others }: FunctionConfiguration) =>
  others;

/** A thread takes its time zone from the process, whatever its own TZ says; Lambda runs in UTC. */
function runInUtc(): void {
  process.env['TZ'] = 'UTC';
}

/** V8 would collect in each thread after some seconds too, whether processors have time or not. Threads read it as they start. */
function leaveMemoryToStage(): void {
  setFlagsFromString('--no-memory-reducer');
}

function refuseRuntime({ address, runtime: found }: FunctionConfiguration): void {
  if (found === runtime) return;
  throw new Error(
    `${address}: the runtime is "${found}". Expected: "${runtime}", which the local stage itself runs on`,
  );
}

function refuseLargeEvent(event: string): void {
  if (event.length * 3 <= maximumRequestBytes) return;
  const bytes = Buffer.byteLength(event);
  if (bytes > maximumRequestBytes) throw new RequestTooLargeError(bytes, maximumRequestBytes);
}

const newLogStreamName = (clock: Clock): string =>
  `${new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${randomBytes(16).toString('hex')}`;
