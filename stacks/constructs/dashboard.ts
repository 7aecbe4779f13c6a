import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js';
import type { Construct } from 'constructs';
import type { Metric } from './alarm.ts';

export interface Graph {
  readonly title: string;
  readonly metrics: readonly Metric[];
}

/** Three graphs side by side fill a dashboard's 24 columns. */
const width = 8;
const height = 6;

/** A dashboard with these graphs, three in a row. */
export function makeDashboard(
  scope: Construct,
  id: string,
  name: string,
  region: string,
  graphs: readonly Graph[],
): CloudwatchDashboard {
  const widgets = graphs.map(({ title, metrics }, index) => ({
    type: 'metric',
    x: (index % 3) * width,
    y: Math.floor(index / 3) * height,
    width,
    height,
    properties: { title, region, period: 60, metrics: metrics.map(line) },
  }));
  return new CloudwatchDashboard(scope, id, { dashboardName: name, dashboardBody: JSON.stringify({ widgets }) });
}

function line({ namespace, name, dimensions, statistic }: Metric): readonly unknown[] {
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat: statistic }];
}
