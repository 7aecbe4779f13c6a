import type { Members } from '../../json-members.ts';
import { AwsError } from '../../service.ts';
import { changeAttributes } from '../accounts.ts';
import { type Attributes, readOwnAttributes, renderAttributes } from '../attributes.ts';
import { sendCode } from '../code-messages.ts';
import type { UserPoolConfiguration } from '../configuration.ts';
import type { CognitoContext } from '../context.ts';
import { type ContactAttribute, isContactAttribute } from '../delivery.ts';
import type { OperationTable } from './operation.ts';

export const ownAccountOperations: OperationTable = {
  GetUser: getUser,
  UpdateUserAttributes: updateUserAttributes,
  GetUserAttributeVerificationCode: getUserAttributeVerificationCode,
  VerifyUserAttribute: verifyUserAttribute,
  DeleteUser: deleteUser,
};

async function getUser(context: CognitoContext, input: Members) {
  const { user } = await context.tokenHolder(input.text('AccessToken'));
  return { Username: user.username, UserAttributes: renderAttributes(user.attributes) };
}

async function updateUserAttributes(context: CognitoContext, input: Members) {
  const { pool, user } = await context.tokenHolder(input.text('AccessToken'));
  const changes = readOwnAttributes(pool, input);
  const contacts = Object.keys(changes)
    .filter(isContactAttribute)
    .filter((name) => changes[name] !== user.attributes[name]);
  const unverified = Object.fromEntries(contacts.map((name) => [`${name}_verified`, 'false']));
  const changed = changeAttributes(context, pool, user, { ...changes, ...unverified });
  const details = contacts
    .filter((name) => isVerifiedByPool(pool, name, changes))
    .map((name) => sendCode(context, changed, name, { purpose: name, reason: 'UpdateUserAttribute' }));
  return { CodeDeliveryDetailsList: details };
}

const isVerifiedByPool = (pool: UserPoolConfiguration, name: ContactAttribute, changes: Attributes): boolean =>
  pool.autoVerifiedAttributes.includes(name) && changes[name] !== '';

async function getUserAttributeVerificationCode(context: CognitoContext, input: Members) {
  const { user } = await context.tokenHolder(input.text('AccessToken'));
  const attribute = contactAttribute(input);
  if (!user.attributes[attribute]) {
    throw new AwsError('InvalidParameterException', `User does not have a value for ${attribute}`);
  }
  const details = sendCode(context, user, attribute, { purpose: attribute, reason: 'VerifyUserAttribute' });
  return { CodeDeliveryDetails: details };
}

async function verifyUserAttribute(context: CognitoContext, input: Members) {
  const { pool, user } = await context.tokenHolder(input.text('AccessToken'));
  const attribute = contactAttribute(input);
  context.codes.redeem(user, attribute, input.text('Code'));
  context.users.update(pool, user, { attributes: { ...user.attributes, [`${attribute}_verified`]: 'true' } });
  return {};
}

function contactAttribute(input: Members): ContactAttribute {
  const name = input.text('AttributeName');
  if (!isContactAttribute(name)) {
    throw new AwsError('InvalidParameterException', `${name} cannot be verified. Expected: email or phone_number`);
  }
  return name;
}

async function deleteUser(context: CognitoContext, input: Members) {
  const { user } = await context.tokenHolder(input.text('AccessToken'));
  context.users.remove(user);
  return undefined;
}
