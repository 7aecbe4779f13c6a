import { describe, expect, it } from 'vitest';
import { at, find, only, referred } from '../testing/document.ts';
import { functionNamed } from '../testing/policies.ts';
import { synthesize } from '../testing/synthesize.ts';

const document = synthesize();
const queue = at(document, 'aws_sqs_queue.export-queue');
const mapping = only(document, 'aws_lambda_event_source_mapping');

describe('the export queue', () => {
  it('gives a message up after five tries, to a queue that keeps it for two weeks', () => {
    expect(JSON.parse(String(queue['redrive_policy']))).toEqual({
      deadLetterTargetArn: '${aws_sqs_queue.export-dead-letter-queue.arn}',
      maxReceiveCount: 5,
    });
    expect(at(document, 'aws_sqs_queue.export-dead-letter-queue')['message_retention_seconds']).toBe(1_209_600);
  });

  it('tells the worker which try is the last', () => {
    expect(functionNamed(document, 'export-worker')['environment']).toMatchObject({
      variables: { MAX_RECEIVE_COUNT: '5' },
    });
  });

  it('hides a message for at least six times as long as the worker may take', () => {
    const { timeout } = functionNamed(document, 'export-worker');
    expect(queue['visibility_timeout_seconds']).toBeGreaterThanOrEqual(6 * Number(timeout));
  });

  it('is worked through by the worker alone, record by record, and never by too many', () => {
    expect(at(document, referred(mapping['function_name']))['function_name']).toBe('gatehouse-dev-export-worker');
    expect(mapping).toMatchObject({
      event_source_arn: '${aws_sqs_queue.export-queue.arn}',
      function_response_types: ['ReportBatchItemFailures'],
      scaling_config: { maximum_concurrency: 5 },
    });
    expect(functionNamed(document, 'export-worker')).not.toHaveProperty('reserved_concurrent_executions');
  });

  it('is the only one whose messages the dead-letter queue takes, and nothing consumes those', () => {
    const { redrive_allow_policy } = only(document, 'aws_sqs_queue_redrive_allow_policy');
    expect(JSON.parse(String(redrive_allow_policy))).toEqual({
      redrivePermission: 'byQueue',
      sourceQueueArns: ['${aws_sqs_queue.export-queue.arn}'],
    });
    expect(find(document, 'aws_lambda_event_source_mapping')).toHaveLength(1);
  });
});
