import type { LogGroupContent, LogGroupDirectory } from '../../log-groups.ts';
import type { Authorization } from '../iam/authorization.ts';
import type { Members } from '../json-members.ts';
import { AwsError, type Caller } from '../service.ts';

export interface LogsDependencies {
  readonly logGroups: LogGroupDirectory;
  /** Days that a group keeps its events, by name; a group that is not here keeps them for ever. @default none */
  readonly retentionDays?: Readonly<Record<string, number>>;
  readonly authorization: Authorization;
  readonly accountId: string;
  readonly region: string;
}

/** One operation: what it was asked by whom, and what it answers. */
export type Operation = (context: LogsContext, caller: Caller | null, input: Members) => unknown;

/** What the operations of CloudWatch Logs share. */
export interface LogsContext {
  readonly logGroups: LogGroupDirectory;
  readonly retentionDays: Readonly<Record<string, number>>;
  /** `arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/export`, of everything below it with `:*`. */
  arnOf(groupName: string): string;
  /**
   * The group that `logGroupName` or `logGroupIdentifier` names.
   *
   * @throws {AwsError | AccessDenied} where it does not exist, or the caller may not do the action on it.
   */
  open(caller: Caller | null, input: Members, action: string): OpenGroup;
  /** @throws {AccessDenied} */
  require(caller: Caller | null, action: string, resource: string): void;
}

interface OpenGroup extends LogGroupContent {
  readonly name: string;
}

export function createLogsContext(dependencies: LogsDependencies): LogsContext {
  const { logGroups, retentionDays = {}, authorization, accountId, region } = dependencies;
  const arnOf = (groupName: string) => `arn:aws:logs:${region}:${accountId}:log-group:${groupName}`;
  const require: LogsContext['require'] = (caller, action, resource) =>
    authorization.require(caller, `logs:${action}`, resource);
  return {
    logGroups,
    retentionDays,
    arnOf,
    require,
    open(caller, input, action) {
      const name = groupNameOf(input, arnOf(''));
      const stream = action === 'GetLogEvents' ? input.text('logStreamName') : '';
      require(caller, action, `${arnOf(name)}:log-stream:${stream}`);
      if (input.flag('unmask')) require(caller, 'Unmask', `${arnOf(name)}:log-stream:${stream}`);
      const group = logGroups.find(name);
      if (!group) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
      return { ...group, name };
    },
  };
}

/** @param arnHead what the ARN of every group of the stage begins with. */
function groupNameOf(input: Members, arnHead: string): string {
  const identifier = input.optionalText('logGroupIdentifier');
  if (identifier === undefined) return input.text('logGroupName');
  if (input.optionalText('logGroupName') !== undefined) {
    throw new AwsError('InvalidParameterException', 'Only one of logGroupName and logGroupIdentifier can be given.');
  }
  return identifier.startsWith(arnHead) ? identifier.slice(arnHead.length).replace(/:\*$/, '') : identifier;
}
