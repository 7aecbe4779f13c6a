import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Stage } from '../contracts/smoke/stage.ts';
import type { StageOutputs } from '../contracts/stage-outputs.ts';
import type { Environment } from '../stacks/environment.ts';
import { environments } from '../stacks/environments.ts';
import { useAwsEnvironment } from './aws-environment.ts';
import { localOutputsFile, readOutputs } from './stage-files.ts';

/** How a command names the stage that it runs against, for `parseArgs`. */
export const stageOptions = {
  stage: { type: 'string' },
  env: { type: 'string', default: 'dev' },
  outputs: { type: 'string' },
  control: { type: 'string' },
} as const;

export interface StageArguments {
  /** The environment of a stage; or `local`: the one of `env` that runs here. */
  readonly stage?: string | undefined;
  /** Environment that the local stage runs. */
  readonly env: string;
  /** File as `cdktf output --outputs-file` writes it. @default the running local stage's */
  readonly outputs?: string | undefined;
  /** URL of the stage's control API. @default `LOCAL_STAGE_CONTROL_URL`; deployed stages have none */
  readonly control?: string | undefined;
}

/**
 * The stage that a command names. `local` is short for the outputs, endpoint and credentials that a
 * local stage wrote; from there on nothing tells it from a deployed one. Ends the process with status
 * 2 and a line on what was expected, if there is none.
 *
 * @param command how the line begins.
 */
export function namedStage(named: StageArguments, command: string): Stage {
  try {
    return readStage(named);
  } catch (error) {
    console.error(`${command}: ${error instanceof Error ? error.message : String(error)}`);
    return process.exit(2);
  }
}

function readStage({ stage, env, outputs, control }: StageArguments): Stage {
  if (stage === undefined) throw new Error("no stage is named. Expected: '--stage local', or a deployed one's name");
  const environment = stage === 'local' ? env : stage;
  const configuration = Object.entries(environments).find(([name]) => name === environment)?.[1];
  if (!configuration) {
    throw new Error(
      `'${environment}' is no environment. Expected one of: ${Object.keys(environments).join(', ')}, or 'local'`,
    );
  }
  const file = outputs ?? (stage === 'local' ? localOutputsFile(environment) : undefined);
  if (file === undefined) {
    throw new Error(`a deployed stage needs '--outputs FILE'. Expected: a file of 'cdktf output --outputs-file'`);
  }
  const read = readOutputs(file, environment);
  if (stage === 'local') useAwsEnvironment(join(dirname(file), 'aws.env'));
  process.env['AWS_REGION'] ??= read.region;
  return stageOf(configuration, read, control ?? process.env['LOCAL_STAGE_CONTROL_URL']);
}

/**
 * An environment's stage with what its configuration promises to callers, and what it can bear.
 *
 * @param controlUrl of its control API, if it has one.
 * @throws {Error} if the control API is of another host than the stage.
 */
export function stageOf(configuration: Environment, outputs: StageOutputs, controlUrl?: string): Stage {
  const { name, corsOrigins, throttles, smokePlan, partnerPlan, webhookSources, deletionProtection } = configuration;
  if (controlUrl !== undefined && new URL(controlUrl).hostname !== new URL(outputs.taskApiUrl).hostname) {
    throw new Error(
      `the control API ${controlUrl} is not that of ${outputs.taskApiUrl}. Expected: a URL of the same host, or none`,
    );
  }
  return {
    environment: name,
    outputs,
    corsOrigins: [...corsOrigins],
    throttles,
    smokePlan,
    partnerPlan,
    takesWebhooksFromAnywhere: webhookSources.includes('0.0.0.0/0'),
    // What must not be deleted by mistake is somebody's.
    servesCustomers: deletionProtection && controlUrl === undefined,
    ...(controlUrl === undefined ? {} : { controlUrl }),
    runId: `smoke-${Date.now()}-${randomBytes(4).toString('hex')}`,
  };
}
