import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { metrics } from '../shared/metrics.ts';

/** Names of the exports' metrics, as alarms and dashboards know them. See docs/functions.md. */
const names = { started: 'ExportsStarted', succeeded: 'ExportsSucceeded', failed: 'ExportsFailed', age: 'ExportAge' };

export function countExportStarted(): void {
  metrics.addMetric(names.started, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
}

/** @param createdAt when the export was asked for: its age is what its caller waited. */
export function countExportEnd(end: 'succeeded' | 'failed', createdAt: string, now: Date): void {
  metrics.addMetric(names[end], MetricUnit.Count, 1);
  metrics.addMetric(names.age, MetricUnit.Seconds, (now.getTime() - Date.parse(createdAt)) / 1000);
  metrics.publishStoredMetrics();
}
