import { describe, expect, it } from 'vitest';
import { at, find, only, referred } from '../testing/document.ts';
import { functionNamed } from '../testing/policies.ts';
import { synthesize } from '../testing/synthesize.ts';

const document = synthesize();

describe.each(['export-sweeper', 'storage-sweeper'])('the %s', (name) => {
  const [id] = Object.entries(document.resource['aws_lambda_function'] ?? {}).find(
    ([, { function_name }]) => function_name === `gatehouse-dev-${name}`,
  ) ?? [''];
  const lambda = `aws_lambda_function.${id}`;
  const target = only(document, 'aws_cloudwatch_event_target', { arn: `\${${lambda}.arn}` });

  it('runs each minute', () => {
    expect(at(document, referred(target['rule']))).toMatchObject({ schedule_expression: 'rate(1 minute)' });
  });

  it('may be invoked by its rule alone', () => {
    const permission = only(document, 'aws_lambda_permission', { function_name: `\${${lambda}.function_name}` });
    expect(permission).toMatchObject({
      principal: 'events.amazonaws.com',
      source_arn: `\${${referred(target['rule'])}.arn}`,
    });
    expect(target['depends_on']).toEqual([expect.stringMatching(/^aws_lambda_permission\./)]);
  });

  it('has the time to sweep, and no more than until its next run', () => {
    expect(functionNamed(document, name)['timeout']).toBe(60);
  });
});

it('nothing else is on a schedule', () => {
  expect(find(document, 'aws_cloudwatch_event_rule')).toHaveLength(2);
});
