import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, it } from 'vitest';
import type { PolicyStatement } from '../../../src/services/iam/configuration.ts';
import { groupArn, startLogsStage } from './logs-stage.ts';

const group = '/aws/lambda/export';
const allow = (Action: string | readonly string[], Resource: string): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

async function startWith(...statements: readonly PolicyStatement[]) {
  const stage = await startLogsStage({ groupNames: [group, 'other'], statements });
  stage.put('s', ['m']);
  return stage.role;
}

describe('what a role may read', () => {
  it('is what is below the group whose ARN ends with :*', async () => {
    const role = await startWith(allow('logs:*', `${groupArn(group)}:*`));
    for (const command of [
      new FilterLogEventsCommand({ logGroupName: group }),
      new GetLogEventsCommand({ logGroupName: group, logStreamName: 's' }),
      new DescribeLogStreamsCommand({ logGroupName: group }),
    ] as FilterLogEventsCommand[]) {
      expect((await role.send(command)).$metadata.httpStatusCode).toBe(200);
    }
    const error = await role
      .send(new FilterLogEventsCommand({ logGroupName: 'other' }))
      .catch((failure: Error) => `${failure.name}: ${failure.message}`);
    expect(error).toContain('AccessDeniedException: ');
    expect(error).toContain(`logs:FilterLogEvents on resource: ${groupArn('other')}:log-stream: because`);
  });

  it('is one stream where the policy names it', async () => {
    const role = await startWith(allow('logs:GetLogEvents', `${groupArn(group)}:log-stream:t`));
    await expect(role.send(new GetLogEventsCommand({ logGroupName: group, logStreamName: 's' }))).rejects.toThrow(
      `logs:GetLogEvents on resource: ${groupArn(group)}:log-stream:s because`,
    );
  });

  it('is no list of groups by the ARN of one of them', async () => {
    const command = new DescribeLogGroupsCommand({});
    const one = await startWith(allow('logs:DescribeLogGroups', `${groupArn(group)}:*`));
    await expect(one.send(command)).rejects.toThrow(
      `logs:DescribeLogGroups on resource: ${groupArn('')}:log-stream: because`,
    );
    const all = await startWith(allow('logs:DescribeLogGroups', groupArn('*')));
    expect((await all.send(command)).logGroups).toHaveLength(2);
  });

  it('is unmasked only where it may unmask', async () => {
    const role = await startWith(allow('logs:FilterLogEvents', '*'));
    await expect(role.send(new FilterLogEventsCommand({ logGroupName: group, unmask: true }))).rejects.toThrow(
      'logs:Unmask',
    );
  });
});
