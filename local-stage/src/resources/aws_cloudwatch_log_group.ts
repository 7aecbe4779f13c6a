import { inert, matching, optional, tagged, text } from './arguments.ts';
import { nameOf, regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

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
    retention_in_days: inert,
    skip_destroy: inert,
  },
  attributes: (args, context) => {
    const name = nameOf(args, context);
    return { id: name, name, arn: regionalArn(context, 'logs', `log-group:${name}`) };
  },
});
