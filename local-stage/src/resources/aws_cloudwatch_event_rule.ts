import { EvaluationError } from '../terraform/errors.ts';
import { bool, inert, matching, oneOf, optional, refused, tagged, text } from './arguments.ts';
import { nameOf, regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

/**
 * A rule that starts its targets on a schedule. Source: Terraform AWS provider, "Resource:
 * aws_cloudwatch_event_rule".
 */
export const awsCloudwatchEventRule = resourceType({
  type: 'aws_cloudwatch_event_rule',
  arguments: {
    ...tagged,
    name: optional(matching(/^[\w.-]{1,64}$/, '1 to 64 letters, digits and _.-')),
    name_prefix: optional(text),
    schedule_expression: text,
    state: optional(oneOf('ENABLED', 'DISABLED')),
    is_enabled: optional(bool),
    event_bus_name: refused('a scheduled rule is of the default event bus', 'default'),
    event_pattern: refused('the local stage has no events but those of schedules'),
    description: inert,
    force_destroy: inert,
    role_arn: inert,
  },
  attributes: (args, context) => {
    if (args.is_enabled !== null && args.state !== null) {
      throw new EvaluationError("both 'state' and 'is_enabled'. Expected: state alone");
    }
    const name = nameOf(args, context);
    const state = args.state ?? (args.is_enabled === false ? 'DISABLED' : 'ENABLED');
    return { id: name, name, arn: regionalArn(context, 'events', `rule/${name}`), state };
  },
});
