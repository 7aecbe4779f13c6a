import { matching, optional, tagged, text } from './arguments.ts';
import { nameOf, regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** Where schedules belong. Source: Terraform AWS provider, "Resource: aws_scheduler_schedule_group". */
export const awsSchedulerScheduleGroup = resourceType({
  type: 'aws_scheduler_schedule_group',
  arguments: {
    ...tagged,
    name: optional(matching(/^[\w.-]{1,64}$/, '1 to 64 letters, digits and _.-')),
    name_prefix: optional(text),
  },
  attributes: (args, context) => {
    const name = nameOf(args, context);
    return { id: name, name, arn: regionalArn(context, 'scheduler', `schedule-group/${name}`), state: 'ACTIVE' };
  },
});
