import type { Members } from '../../json-members.ts';
import { after, readPage } from '../../json-pages.ts';
import { AwsError } from '../../service.ts';
import type { UserPoolConfiguration } from '../configuration.ts';
import { type CognitoContext, requireUser } from '../context.ts';
import type { Group } from '../groups.ts';
import { pageBy } from '../pages.ts';
import { renderGroup, renderUser } from '../user-documents.ts';
import type { User } from '../users.ts';
import type { AdminOperationTable } from './operation.ts';

export const groupOperations: AdminOperationTable = {
  CreateGroup: createGroup,
  GetGroup: (context, pool, input) => ({ Group: renderGroup(requireGroup(context, pool, input)) }),
  DeleteGroup: deleteGroup,
  ListGroups: (context, pool, input) => listGroups(context.groups.list(pool.id), input),
  ListUsersInGroup: listUsersInGroup,
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminListGroupsForUser: (context, pool, input) =>
    listGroups(context.groups.of(requireUser(context, pool, input.text('Username'))), input),
};

function createGroup({ groups }: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const name = input.text('GroupName');
  if (groups.find(pool.id, name)) {
    throw new AwsError('GroupExistsException', 'A group with the name already exists.');
  }
  const group = groups.create({
    poolId: pool.id,
    name,
    description: input.optionalText('Description'),
    precedence: input.optionalInteger('Precedence', 0, 2 ** 31 - 1),
    roleArn: input.optionalText('RoleArn'),
  });
  return { Group: renderGroup(group) };
}

function deleteGroup(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  context.groups.remove(requireGroup(context, pool, input));
  return undefined;
}

function adminAddUserToGroup(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const user = requireUser(context, pool, input.text('Username'));
  context.groups.add(requireGroup(context, pool, input), user);
  return undefined;
}

function adminRemoveUserFromGroup(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const user = requireUser(context, pool, input.text('Username'));
  context.groups.drop(requireGroup(context, pool, input), user);
  return undefined;
}

function requireGroup({ groups }: CognitoContext, pool: UserPoolConfiguration, input: Members): Group {
  const group = groups.find(pool.id, input.text('GroupName'));
  if (!group) throw new AwsError('ResourceNotFoundException', 'Group not found.');
  return group;
}

function listGroups(groups: readonly Group[], input: Members) {
  const nameOf = (group: Group) => group.name;
  const page = readPage(input, pageBy(), nameOf, after(groups, nameOf));
  return { Groups: page.items.map(renderGroup), NextToken: page.next };
}

function listUsersInGroup(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const members = context.groups.members(requireGroup(context, pool, input));
  const page = readPage(
    input,
    pageBy(),
    (user: User) => user.username,
    (username) => context.users.list(pool.id, username),
    (user) => members.has(user.username),
  );
  return { Users: page.items.map((user) => renderUser(user)), NextToken: page.next };
}
