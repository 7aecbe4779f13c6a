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
} as const;

export interface StageArguments {
  /** `local`, or the environment of a deployed stage. */
  readonly stage?: string | undefined;
  /** Environment that the local stage runs. */
  readonly env: string;
  /** File as `cdktf output --outputs-file` writes it. @default the running local stage's */
  readonly outputs?: string | undefined;
}

/**
 * The stage that a command names. For the local one, this process also gets its AWS endpoint and
 * credentials. Ends the process with status 2 and a line on what was expected, if there is none.
 *
 * @param command how the line begins.
 */
export function namedStage({ stage, env, outputs }: StageArguments, command: string): Stage {
  try {
    return readStage({ stage, env, outputs });
  } catch (error) {
    console.error(`${command}: ${error instanceof Error ? error.message : String(error)}`);
    return process.exit(2);
  }
}

function readStage({ stage, env, outputs }: StageArguments): Stage {
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
  return stageOf(configuration, read);
}

/** An environment's stage with what its configuration promises to callers. */
export function stageOf({ name, corsOrigins, throttles }: Environment, outputs: StageOutputs): Stage {
  return { environment: name, outputs, corsOrigins: [...corsOrigins], throttles };
}
