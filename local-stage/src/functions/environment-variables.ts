import type { FunctionConfiguration } from './configuration.ts';

/** Credentials of a function's role. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * Names that Lambda sets itself and refuses in a function's configuration (Lambda developer guide,
 * "Working with Lambda environment variables": reserved environment variables).
 */
const reservedNames = [
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
] as const;

/** @throws {Error} if the configuration sets a variable that Lambda reserves, as Lambda refuses it. */
export function refuseReservedVariables(configuration: FunctionConfiguration): void {
  const found = reservedNames.filter((name) => Object.hasOwn(configuration.environment, name));
  if (found.length === 0) return;
  throw new Error(
    `${configuration.address}: Lambda was unable to configure your environment variables because the environment ` +
      'variables you have provided contains reserved keys that are currently not supported for modification. ' +
      `Reserved keys used in this request: ${found.join(', ')}`,
  );
}

/**
 * All that a function's `process.env` holds: the function's own variables and what Lambda defines
 * ("Defined runtime environment variables" in the same guide). Nothing comes from the host.
 */
export function environmentVariables(options: {
  readonly configuration: FunctionConfiguration;
  readonly credentials: RoleCredentials;
  readonly region: string;
  /** Where calls of the AWS SDK go. */
  readonly awsEndpoint: string;
  readonly taskRoot: string;
  readonly logStreamName: string;
  /** A file without content: the SDK would otherwise open the developer's own. */
  readonly emptyFile: string;
}): Record<string, string> {
  const { configuration, credentials, region } = options;
  return {
    PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...configuration.environment,
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memorySizeMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: options.logStreamName,
    AWS_LAMBDA_RUNTIME_API: '169.254.100.1:9001',
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    LAMBDA_TASK_ROOT: options.taskRoot,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    _HANDLER: configuration.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    AWS_ENDPOINT_URL: options.awsEndpoint,
    AWS_CONFIG_FILE: options.emptyFile,
    AWS_SHARED_CREDENTIALS_FILE: options.emptyFile,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
