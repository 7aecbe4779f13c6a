import { EvaluationError } from '../terraform/errors.ts';
import { inert, matching, number, optional, tagged, text } from './arguments.ts';
import { nameOf, regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** Days that a log group can keep its events; 0 is for ever. Source: CloudWatch Logs API Reference, "PutRetentionPolicy". */
const retentionDays = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A log group. Source: Terraform AWS provider, "Resource: aws_cloudwatch_log_group". */
export const awsCloudwatchLogGroup = resourceType({
  type: 'aws_cloudwatch_log_group',
  arguments: {
    ...tagged,
    name: optional(matching(/^[\w./#-]{1,512}$/, '1 to 512 letters, digits and _-/.#')),
    name_prefix: optional(text),
    deletion_protection_enabled: inert,
    kms_key_id: inert,
    log_group_class: inert,
    retention_in_days: optional(number, 0),
    skip_destroy: inert,
  },
  attributes: (args, context) => {
    if (!retentionDays.includes(args.retention_in_days)) {
      throw new EvaluationError(
        `argument 'retention_in_days': ${args.retention_in_days}. Expected one of: ${retentionDays.join(', ')}`,
      );
    }
    const name = nameOf(args, context);
    return { id: name, name, arn: regionalArn(context, 'logs', `log-group:${name}`) };
  },
});
