import { TerraformError } from '../../terraform/errors.ts';
import { awsCloudwatchLogGroup } from '../aws_cloudwatch_log_group.ts';
import { type Assembly, requireUnique } from './assembly.ts';

export function assembleLogGroupNames({ resources }: Assembly): readonly string[] {
  const groups = resources.all(awsCloudwatchLogGroup);
  requireUnique(groups, 'the log group', ({ attributes }) => attributes.name);
  return groups.map(({ attributes }) => attributes.name);
}

/** Days that the groups keep their events, by name; a group that keeps them for ever is not among them. */
export function assembleLogGroupRetentionDays({ resources }: Assembly): Readonly<Record<string, number>> {
  const limited = resources.all(awsCloudwatchLogGroup).filter(({ args }) => args.retention_in_days > 0);
  return Object.fromEntries(limited.map(({ args, attributes }) => [attributes.name, args.retention_in_days]));
}

interface AccessLogSettings {
  readonly destination_arn: string;
  readonly format: string;
}

/**
 * Where a stage writes its access log.
 *
 * @throws {TerraformError} for a destination that is no log group.
 */
export function accessLogOf(address: string, settings: AccessLogSettings | undefined) {
  if (!settings) return undefined;
  const logGroupName = /^arn:aws:logs:[\w-]+:\d{12}:log-group:([^:]+)(?::\*)?$/.exec(settings.destination_arn)?.[1];
  if (logGroupName === undefined) {
    throw new TerraformError(
      address,
      `access_log_settings: '${settings.destination_arn}' is no log group. Expected: the ARN of an aws_cloudwatch_log_group`,
    );
  }
  return { logGroupName, format: settings.format };
}
