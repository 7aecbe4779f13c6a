import type { LogGroupContent } from '../../../log-groups.ts';
import type { Members } from '../../json-members.ts';
import { after, readPage } from '../../json-pages.ts';
import { AwsError } from '../../service.ts';
import type { LogsContext, Operation } from '../context.ts';

/**
 * The groups, by name.
 *
 * Source: Amazon CloudWatch Logs API Reference, "DescribeLogGroups". AWS authorizes it on no group's own ARN.
 */
export const describeLogGroups: Operation = (context, caller, input) => {
  refuseOtherAccounts(input);
  const prefix = input.optionalText('logGroupNamePrefix');
  const part = input.optionalText('logGroupNamePattern');
  if (prefix !== undefined && part !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      'Only one of logGroupNamePrefix and logGroupNamePattern can be given.',
    );
  }
  context.require(caller, 'DescribeLogGroups', `${context.arnOf(prefix ?? '')}:log-stream:`);
  const page = readPage(
    input,
    { size: 'limit', smallest: 1, largest: 50, token: 'nextToken', tokenErrorCode: 'InvalidParameterException' },
    (name) => name,
    after(context.logGroups.names(), (name) => name),
    selection(input),
  );
  return {
    logGroups: page.items.map((name) => document(context, name, part === undefined)),
    ...(page.next !== undefined && { nextToken: page.next }),
  };
};

function refuseOtherAccounts(input: Members): void {
  if (!input.flag('includeLinkedAccounts') && input.texts('accountIdentifiers').length === 0) return;
  throw new AwsError('InvalidParameterException', 'The local stage has one account, which no other one is linked to.');
}

/** Every group of the stage is of the class STANDARD. */
function selection(input: Members): (name: string) => boolean {
  const prefix = input.optionalText('logGroupNamePrefix') ?? '';
  const part = input.optionalText('logGroupNamePattern') ?? '';
  const identifiers = input.texts('logGroupIdentifiers');
  const isClassMet = (input.optionalText('logGroupClass') ?? 'STANDARD') === 'STANDARD';
  return (name) =>
    isClassMet &&
    name.startsWith(prefix) &&
    name.includes(part) &&
    (identifiers.length === 0 || identifiers.includes(name));
}

/** @param isComplete a search by a part of the name gets name, ARN and time alone. */
function document(context: LogsContext, name: string, isComplete: boolean) {
  const arn = context.arnOf(name);
  const group = context.logGroups.find(name);
  const identity = { logGroupName: name, creationTime: group?.createdAt, arn: `${arn}:*`, logGroupArn: arn };
  if (!isComplete) return identity;
  const retentionInDays = context.retentionDays[name];
  return { ...identity, ...countsOf(group), ...(retentionInDays !== undefined && { retentionInDays }) };
}

const countsOf = (group: LogGroupContent | undefined) => ({
  metricFilterCount: 0,
  storedBytes: group?.characters ?? 0,
  logGroupClass: 'STANDARD',
});
