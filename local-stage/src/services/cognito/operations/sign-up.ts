import type { Members } from '../../json-members.ts';
import { AwsError } from '../../service.ts';
import { nameAccount } from '../accounts.ts';
import { readOwnAttributes } from '../attributes.ts';
import { sendCode, simulatedDelivery } from '../code-messages.ts';
import { expiredCode } from '../codes.ts';
import type { CognitoContext } from '../context.ts';
import { confirmedAttribute } from '../delivery.ts';
import { requirePolicy } from '../password-policy.ts';
import { requireSecretHash } from '../secret-hash.ts';
import { createPasswordVerifier } from '../srp.ts';
import type { OperationTable } from './operation.ts';

export const signUpOperations: OperationTable = {
  SignUp: signUp,
  ConfirmSignUp: confirmSignUp,
  ResendConfirmationCode: resendConfirmationCode,
};

function signUp(context: CognitoContext, input: Members) {
  const { pool, client } = context.pools.clientById(input.text('ClientId'));
  const name = input.text('Username');
  const password = input.text('Password');
  requireSecretHash(client, name, input.optionalText('SecretHash'));
  if (pool.adminCreateUserOnly) {
    throw new AwsError('NotAuthorizedException', 'SignUp is not permitted for this user pool');
  }
  requirePolicy(password, pool.passwordPolicy);
  const account = nameAccount(context, pool, name, readOwnAttributes(pool, input));
  const user = context.users.create(pool, {
    ...account,
    status: 'UNCONFIRMED',
    password: createPasswordVerifier(pool.id, account.username, password),
  });
  const attribute = confirmedAttribute(pool, user);
  const details = attribute && sendCode(context, user, attribute, { purpose: 'sign-up', reason: 'SignUp' });
  return { UserConfirmed: false, UserSub: user.attributes['sub'], CodeDeliveryDetails: details };
}

function confirmSignUp(context: CognitoContext, input: Members) {
  const { pool, client } = context.pools.clientById(input.text('ClientId'));
  const name = input.text('Username');
  const code = input.text('ConfirmationCode');
  requireSecretHash(client, name, input.optionalText('SecretHash'));
  const user = context.users.find(pool, name);
  if (!user) throw client.preventUserExistenceErrors ? expiredCode() : unknownName();
  if (user.status !== 'UNCONFIRMED') {
    const message = `User cannot be confirmed. Current status is ${user.status}`;
    throw new AwsError('NotAuthorizedException', message);
  }
  context.codes.redeem(user, 'sign-up', code);
  const attribute = confirmedAttribute(pool, user);
  const verified = attribute === undefined ? {} : { [`${attribute}_verified`]: 'true' };
  context.users.update(pool, user, { status: 'CONFIRMED', attributes: { ...user.attributes, ...verified } });
  return {};
}

function resendConfirmationCode(context: CognitoContext, input: Members) {
  const { pool, client } = context.pools.clientById(input.text('ClientId'));
  const name = input.text('Username');
  requireSecretHash(client, name, input.optionalText('SecretHash'));
  const user = context.users.find(pool, name);
  if (!user && !client.preventUserExistenceErrors) throw unknownName();
  if (!user) return { CodeDeliveryDetails: simulatedDelivery(name) };
  if (user.status !== 'UNCONFIRMED') {
    throw new AwsError('InvalidParameterException', 'User is already confirmed.');
  }
  const attribute = confirmedAttribute(pool, user);
  if (!attribute) throw new AwsError('InvalidParameterException', 'Auto verification not turned on.');
  return { CodeDeliveryDetails: sendCode(context, user, attribute, { purpose: 'sign-up', reason: 'ResendCode' }) };
}

const unknownName = () => new AwsError('UserNotFoundException', 'Username/client id combination not found.');
