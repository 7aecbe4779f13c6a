import { describe, expect, it } from 'vitest';
import { environments } from '../environments.ts';
import { find, only } from '../testing/document.ts';
import { synthesize } from '../testing/synthesize.ts';

const document = synthesize({ environment: environments.staging });
const alarm = (name: string) =>
  only(document, 'aws_cloudwatch_metric_alarm', { alarm_name: `gatehouse-staging-${name}` });

describe('alarms', () => {
  it('go to the addressees of the environment', () => {
    expect(find(document, 'aws_sns_topic_subscription')).toEqual([
      expect.objectContaining({ protocol: 'email', endpoint: 'platform@gatehouse.example' }),
    ]);
    const topic = Object.keys(document.resource['aws_sns_topic'] ?? {}).map((id) => `\${aws_sns_topic.${id}.arn}`);
    for (const { alarm_actions, ok_actions } of find(document, 'aws_cloudwatch_metric_alarm')) {
      expect({ alarm_actions, ok_actions }).toEqual({ alarm_actions: topic, ok_actions: topic });
    }
  });

  it('watch each function', () => {
    const watched = find(document, 'aws_cloudwatch_metric_alarm', { namespace: 'AWS/Lambda', metric_name: 'Errors' });
    expect(watched).toHaveLength(find(document, 'aws_lambda_function').length);
  });

  it('watch the errors and the slowest answers of both APIs', () => {
    expect(alarm('task-api-server-errors')).toMatchObject({
      metric_name: '5XXError',
      dimensions: { ApiName: 'gatehouse-staging-task-api', Stage: 'staging' },
      statistic: 'Sum',
    });
    expect(alarm('public-api-server-errors')).toMatchObject({
      metric_name: '5xx',
      dimensions: { ApiId: '${aws_apigatewayv2_api.public-api.id}' },
    });
    for (const api of ['task-api', 'public-api']) {
      expect(alarm(`${api}-latency`)).toMatchObject({ metric_name: 'Latency', extended_statistic: 'p99' });
      expect(alarm(`${api}-latency`)).not.toHaveProperty('statistic');
    }
  });

  it('go off at the first message in the dead-letter queue', () => {
    expect(alarm('exports-dead-letter')).toMatchObject({
      metric_name: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: '${aws_sqs_queue.export-dead-letter-queue.name}' },
      comparison_operator: 'GreaterThanThreshold',
      threshold: 0,
    });
  });

  it('go off at the first export that ends without a file', () => {
    expect(alarm('exports-failed')).toMatchObject({
      namespace: 'Gatehouse',
      metric_name: 'ExportsFailed',
      dimensions: { service: 'task-api' },
      threshold: 0,
    });
  });
});

describe('the dashboard', () => {
  it('draws three rows of three graphs, each with its metrics', () => {
    const { dashboard_body } = only(document, 'aws_cloudwatch_dashboard');
    const { widgets } = JSON.parse(String(dashboard_body)) as { widgets: Record<string, unknown>[] };
    expect(widgets.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [8, 0],
      [16, 0],
      [0, 6],
      [8, 6],
      [16, 6],
      [0, 12],
      [8, 12],
      [16, 12],
    ]);
    expect(widgets[0]).toMatchObject({
      properties: {
        title: 'Requests',
        region: 'eu-west-1',
        metrics: [
          ['AWS/ApiGateway', 'Count', 'ApiName', 'gatehouse-staging-task-api', 'Stage', 'staging', { stat: 'Sum' }],
          ['AWS/ApiGateway', 'Count', 'ApiId', '${aws_apigatewayv2_api.public-api.id}', { stat: 'Sum' }],
        ],
      },
    });
  });
});
