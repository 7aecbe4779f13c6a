import type { Metric } from './alarm.ts';

/** The metrics that alarms and the dashboard look at, by what they are about. */

/** What an API of either kind is watched by. */
export interface ApiMetrics {
  readonly requests: Metric;
  readonly callerErrors: Metric;
  readonly serverErrors: Metric;
  /** The 99th percentile of the time until the answer, in milliseconds. */
  readonly slowest: Metric;
}

/** Of a stage of a REST API ("Amazon API Gateway dimensions and metrics"). */
export function restMetrics(apiName: string, stageName: string): ApiMetrics {
  const of = metricOf('AWS/ApiGateway', { ApiName: apiName, Stage: stageName });
  return {
    requests: of('Count', 'Sum'),
    callerErrors: of('4XXError', 'Sum'),
    serverErrors: of('5XXError', 'Sum'),
    slowest: of('Latency', 'p99'),
  };
}

/** Of an HTTP API ("Working with metrics for HTTP APIs"). */
export function httpMetrics(apiId: string): ApiMetrics {
  const of = metricOf('AWS/ApiGateway', { ApiId: apiId });
  return {
    requests: of('Count', 'Sum'),
    callerErrors: of('4xx', 'Sum'),
    serverErrors: of('5xx', 'Sum'),
    slowest: of('Latency', 'p99'),
  };
}

/** Of a function ("Types of metrics for Lambda functions"). */
export function functionMetrics(functionName: string) {
  const of = metricOf('AWS/Lambda', { FunctionName: functionName });
  return { errors: of('Errors', 'Sum'), slowest: of('Duration', 'p99') };
}

/** Of a queue ("Available CloudWatch metrics for Amazon SQS"). */
export function queueMetrics(queueName: string) {
  const of = metricOf('AWS/SQS', { QueueName: queueName });
  return {
    waiting: of('ApproximateNumberOfMessagesVisible', 'Maximum'),
    oldestSeconds: of('ApproximateAgeOfOldestMessage', 'Maximum'),
  };
}

/** Of the exports, as the functions of a service write them into their log (docs/functions.md). */
export function exportMetrics(service: string) {
  const of = metricOf('Gatehouse', { service });
  return {
    started: of('ExportsStarted', 'Sum'),
    succeeded: of('ExportsSucceeded', 'Sum'),
    failed: of('ExportsFailed', 'Sum'),
    ageSeconds: of('ExportAge', 'p99'),
  };
}

function metricOf(namespace: string, dimensions: Readonly<Record<string, string>>) {
  return (name: string, statistic: string): Metric => ({ namespace, name, dimensions, statistic });
}
