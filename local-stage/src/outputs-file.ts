import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AccessKey } from './services/iam/credentials.ts';

/** What a client of the AWS endpoint needs. */
interface EndpointAccess {
  readonly url: string;
  readonly region: string;
  readonly operator: AccessKey;
  /** URL of the control API, where the stage has one. */
  readonly controlUrl: string | undefined;
}

/**
 * Writes the outputs below the stack's name, as `cdktf output --outputs-file` does, and beside them
 * `aws.env`: the environment with which an AWS SDK or the AWS CLI reaches the stage as its operator,
 * and the URL of the control API, `LOCAL_STAGE_CONTROL_URL`.
 */
export function writeOutputs(
  file: string,
  stackName: string,
  outputs: Readonly<Record<string, unknown>>,
  access: EndpointAccess,
): void {
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ [stackName]: outputs }, null, 2)}\n`);
  const environment = join(folder, 'aws.env');
  writeFileSync(environment, environmentLines(access), { mode: 0o600 });
  // The mode above counts only where the file is new.
  chmodSync(environment, 0o600);
}

function environmentLines({ url, region, operator, controlUrl }: EndpointAccess): string {
  const variables = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: operator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: operator.secretAccessKey,
    ...(controlUrl !== undefined && { LOCAL_STAGE_CONTROL_URL: controlUrl }),
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
