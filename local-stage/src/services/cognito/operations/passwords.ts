import type { Members } from '../../json-members.ts';
import { AwsError } from '../../service.ts';
import { sendCode, simulatedDelivery } from '../code-messages.ts';
import { codeMismatch } from '../codes.ts';
import type { CognitoContext } from '../context.ts';
import { recoveryAttribute } from '../delivery.ts';
import { requirePolicy } from '../password-policy.ts';
import { requireSecretHash } from '../secret-hash.ts';
import { requirePassword } from '../sign-in/password.ts';
import { createPasswordVerifier } from '../srp.ts';
import type { User } from '../users.ts';
import type { OperationTable } from './operation.ts';

export const passwordOperations: OperationTable = {
  ForgotPassword: forgotPassword,
  ConfirmForgotPassword: confirmForgotPassword,
  ChangePassword: changePassword,
};

/** Where the client hides who exists, whoever cannot recover a password is answered like one who can. */
function forgotPassword(context: CognitoContext, input: Members) {
  const { pool, client } = context.pools.clientById(input.text('ClientId'));
  const name = input.text('Username');
  requireSecretHash(client, name, input.optionalText('SecretHash'));
  const user = context.users.find(pool, name);
  const attribute = user && recoveryAttribute(user);
  const obstacle = recoveryObstacle(user);
  if (user && attribute && !obstacle) {
    const details = sendCode(context, user, attribute, { purpose: 'password', reason: 'ForgotPassword' });
    return { CodeDeliveryDetails: details };
  }
  if (obstacle && !client.preventUserExistenceErrors) throw obstacle;
  return { CodeDeliveryDetails: simulatedDelivery(name) };
}

function recoveryObstacle(user: User | undefined): AwsError | undefined {
  if (!user) return new AwsError('UserNotFoundException', 'Username/client id combination not found.');
  if (!user.enabled) return new AwsError('NotAuthorizedException', 'User is disabled.');
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    return new AwsError('NotAuthorizedException', 'User password cannot be reset in the current state.');
  }
  if (recoveryAttribute(user)) return undefined;
  const message = 'Cannot reset password for the user as there is no registered/verified email or phone_number';
  return new AwsError('InvalidParameterException', message);
}

function confirmForgotPassword(context: CognitoContext, input: Members) {
  const { pool, client } = context.pools.clientById(input.text('ClientId'));
  const name = input.text('Username');
  const code = input.text('ConfirmationCode');
  const password = input.text('Password');
  requireSecretHash(client, name, input.optionalText('SecretHash'));
  requirePolicy(password, pool.passwordPolicy);
  const user = context.users.find(pool, name);
  if (!user?.enabled) {
    if (client.preventUserExistenceErrors) throw codeMismatch();
    throw recoveryObstacle(user);
  }
  context.codes.redeem(user, 'password', code);
  context.lockouts.succeeded(user);
  context.users.update(pool, user, {
    status: 'CONFIRMED',
    password: createPasswordVerifier(pool.id, user.username, password),
  });
  return {};
}

async function changePassword(context: CognitoContext, input: Members) {
  const proposed = input.text('ProposedPassword');
  const { pool, user } = await context.tokenHolder(input.text('AccessToken'));
  requirePassword(context, user, input.text('PreviousPassword'));
  requirePolicy(proposed, pool.passwordPolicy);
  context.users.update(pool, user, { password: createPasswordVerifier(pool.id, user.username, proposed) });
  return {};
}
