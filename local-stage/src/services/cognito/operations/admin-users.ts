import type { Members } from '../../json-members.ts';
import { readPage } from '../../json-pages.ts';
import { AwsError } from '../../service.ts';
import { changeAttributes, nameAccount } from '../accounts.ts';
import { readAdminAttributes } from '../attributes.ts';
import type { UserPoolConfiguration } from '../configuration.ts';
import { type CognitoContext, requireUser } from '../context.ts';
import { messageTo, reachableAttribute } from '../delivery.ts';
import { pageBy } from '../pages.ts';
import { generatePassword, requirePolicy } from '../password-policy.ts';
import { createPasswordVerifier } from '../srp.ts';
import { renderUser, renderUserDetails } from '../user-documents.ts';
import { parseUserFilter } from '../user-filter.ts';
import type { User } from '../users.ts';
import type { AdminOperationTable } from './operation.ts';

export const adminUserOperations: AdminOperationTable = {
  AdminCreateUser: adminCreateUser,
  AdminSetUserPassword: adminSetUserPassword,
  AdminConfirmSignUp: adminConfirmSignUp,
  AdminGetUser: (context, pool, input) => renderUserDetails(requireUser(context, pool, input.text('Username'))),
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminDeleteUser: adminDeleteUser,
  AdminDisableUser: adminDisableUser,
  AdminEnableUser: adminEnableUser,
  ListUsers: listUsers,
};

function adminCreateUser(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const name = input.text('Username');
  const action = input.optionalText('MessageAction');
  const password = input.optionalText('TemporaryPassword') ?? generatePassword(pool.passwordPolicy);
  requirePolicy(password, pool.passwordPolicy);
  const user =
    action === 'RESEND'
      ? renewInvitation(context, pool, requireUser(context, pool, name), password)
      : createInvited(context, pool, input, password);
  const attribute = reachableAttribute(user);
  if (attribute && action !== 'SUPPRESS') context.deliver(messageTo(user, attribute, 'AdminCreateUser', password));
  return { User: renderUser(user) };
}

function createInvited(context: CognitoContext, pool: UserPoolConfiguration, input: Members, password: string): User {
  const account = nameAccount(context, pool, input.text('Username'), readAdminAttributes(pool, input));
  return context.users.create(pool, {
    ...account,
    status: 'FORCE_CHANGE_PASSWORD',
    password: createPasswordVerifier(pool.id, account.username, password),
  });
}

function renewInvitation(context: CognitoContext, pool: UserPoolConfiguration, user: User, password: string): User {
  if (user.status !== 'FORCE_CHANGE_PASSWORD') {
    const message = `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`;
    throw new AwsError('UnsupportedUserStateException', message);
  }
  return context.users.update(pool, user, { password: createPasswordVerifier(pool.id, user.username, password) });
}

function adminSetUserPassword(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const user = requireUser(context, pool, input.text('Username'));
  const password = input.text('Password');
  requirePolicy(password, pool.passwordPolicy);
  context.lockouts.succeeded(user);
  context.users.update(pool, user, {
    status: input.flag('Permanent') ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
    password: createPasswordVerifier(pool.id, user.username, password),
  });
  return {};
}

function adminConfirmSignUp(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const user = requireUser(context, pool, input.text('Username'));
  if (user.status !== 'UNCONFIRMED') {
    const message = `User cannot be confirmed. Current status is ${user.status}`;
    throw new AwsError('NotAuthorizedException', message);
  }
  context.users.update(pool, user, { status: 'CONFIRMED' });
  return {};
}

function adminUpdateUserAttributes(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const user = requireUser(context, pool, input.text('Username'));
  changeAttributes(context, pool, user, readAdminAttributes(pool, input));
  return {};
}

function adminDeleteUser(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  context.users.remove(requireUser(context, pool, input.text('Username')));
  return undefined;
}

/** Disabling also revokes (AWS API reference, "AdminDisableUser"). */
function adminDisableUser(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const user = requireUser(context, pool, input.text('Username'));
  context.signIns.revokeAll(user);
  context.users.update(pool, user, { enabled: false });
  return {};
}

function adminEnableUser(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  context.users.update(pool, requireUser(context, pool, input.text('Username')), { enabled: true });
  return {};
}

function listUsers(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const matches = parseUserFilter(input.optionalText('Filter') ?? '');
  const only = input.texts('AttributesToGet');
  const page = readPage(
    input,
    pageBy('Limit', 'PaginationToken'),
    (user: User) => user.username,
    (username) => context.users.list(pool.id, username),
    matches,
  );
  return { Users: page.items.map((user) => renderUser(user, only)), PaginationToken: page.next };
}
