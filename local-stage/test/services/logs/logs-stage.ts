import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { onTestFinished } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { createLogGroups } from '../../../src/log-group-store.ts';
import { createAuthorization } from '../../../src/services/iam/authorization-engine.ts';
import type { PolicyStatement } from '../../../src/services/iam/configuration.ts';
import { createLogs } from '../../../src/services/logs/logs.ts';
import { startTestEndpoint } from '../endpoint/test-endpoint.ts';
import { accountId, roleWith } from '../iam/roles.ts';

export const groupArn = (name: string) => `arn:aws:logs:eu-central-1:${accountId}:log-group:${name}`;

/** CloudWatch Logs behind the real endpoint, on a clock that stands still; the test's end closes it. */
export async function startLogsStage(
  options: {
    readonly groupNames?: readonly string[];
    readonly retentionDays?: Readonly<Record<string, number>>;
    /** What the role may do. @default nothing */
    readonly statements?: readonly PolicyStatement[];
  } = {},
) {
  const clock = createClock(Date.now());
  const logGroups = createLogGroups({ clock, groupNames: options.groupNames ?? ['/aws/lambda/export'] });
  const authorization = createAuthorization({
    roles: [roleWith(...(options.statements ?? []))],
    resourcePolicies: [],
    clock,
  });
  const service = createLogs({
    logGroups,
    retentionDays: options.retentionDays ?? {},
    authorization,
    accountId,
    region: 'eu-central-1',
  });
  const endpoint = await startTestEndpoint([service], { clock });
  const operator = new CloudWatchLogsClient(endpoint.asOperator);
  const role = new CloudWatchLogsClient(endpoint.asRole);
  onTestFinished(async () => {
    operator.destroy();
    role.destroy();
    await endpoint.close();
  });
  /** Puts one event a second into a group's stream, the first one now. */
  const put = (streamName: string, messages: readonly string[], groupName = '/aws/lambda/export') => {
    for (const message of messages) {
      logGroups.put(groupName, streamName, message);
      clock.advance(1000);
    }
  };
  return { clock, logGroups, operator, role, put };
}
