import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule/index.js';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

export interface ScheduleProps {
  /** Minutes between two runs; 1 is the shortest that EventBridge offers ("Setting a schedule pattern for scheduled rules"). */
  readonly everyMinutes: number;
  readonly target: ServiceFunction;
}

/** A rule of EventBridge that invokes a function again and again. */
export class Schedule extends Construct {
  constructor(scope: Construct, id: string, { everyMinutes, target }: ScheduleProps) {
    super(scope, id);
    const { lambda } = target;
    const rule = new CloudwatchEventRule(this, 'rule', {
      name: lambda.functionName,
      description: lambda.description,
      scheduleExpression: everyMinutes === 1 ? 'rate(1 minute)' : `rate(${everyMinutes} minutes)`,
    });
    const permission = new LambdaPermission(this, 'permission', {
      statementId: 'eventbridge',
      action: 'lambda:InvokeFunction',
      functionName: lambda.functionName,
      principal: 'events.amazonaws.com',
      sourceArn: rule.arn,
    });
    new CloudwatchEventTarget(this, 'target', {
      rule: rule.name,
      targetId: target.name,
      arn: lambda.arn,
      // The first run would be refused without it.
      dependsOn: [permission],
    });
  }
}
