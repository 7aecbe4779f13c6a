import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import type { Construct } from 'constructs';

/** A CloudWatch metric, and how its values within a period become one. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Sum`, `Maximum`, or a percentile: `p99`. */
  readonly statistic: string;
}

export interface AlarmProps {
  readonly name: string;
  readonly description: string;
  readonly metric: Metric;
  /** The alarm goes off above this. */
  readonly threshold: number;
  /** Periods of a minute of which `breachesToAlarm` are above the threshold. @default 1 */
  readonly periods?: number;
  /** @default 1 */
  readonly breachesToAlarm?: number;
  readonly topicArn: string;
}

/** An alarm that tells a topic when it goes off and when it is over. Silence is no alarm. */
export function makeAlarm(scope: Construct, id: string, props: AlarmProps): CloudwatchMetricAlarm {
  const { metric, topicArn } = props;
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.name,
    alarmDescription: props.description,
    namespace: metric.namespace,
    metricName: metric.name,
    dimensions: { ...metric.dimensions },
    ...(metric.statistic.startsWith('p') ? { extendedStatistic: metric.statistic } : { statistic: metric.statistic }),
    comparisonOperator: 'GreaterThanThreshold',
    threshold: props.threshold,
    period: 60,
    evaluationPeriods: props.periods ?? 1,
    datapointsToAlarm: props.breachesToAlarm ?? 1,
    treatMissingData: 'notBreaching',
    alarmActions: [topicArn],
    okActions: [topicArn],
  });
}
