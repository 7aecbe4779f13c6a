import type { UserPoolConfiguration } from './configuration.ts';
import type { User } from './users.ts';

/** A message that Cognito would mail or text. */
export interface MessageDelivery {
  readonly userPoolId: string;
  readonly username: string;
  /** Why it is sent, as the custom message trigger names it without `CustomMessage_`. */
  readonly reason: MessageReason;
  readonly medium: 'EMAIL' | 'SMS';
  readonly destination: string;
  /** The confirmation code; for `AdminCreateUser` the temporary password. */
  readonly code: string;
}

export type MessageReason =
  | 'SignUp'
  | 'ResendCode'
  | 'ForgotPassword'
  | 'UpdateUserAttribute'
  | 'VerifyUserAttribute'
  | 'AdminCreateUser';

/** Attributes at which a user can be reached, the preferred one first. */
const contactAttributes = ['email', 'phone_number'] as const;

export type ContactAttribute = (typeof contactAttributes)[number];

/** `CodeDeliveryDetails` of an answer: where the code went, masked. */
export interface CodeDeliveryDetails {
  readonly AttributeName: ContactAttribute;
  readonly DeliveryMedium: 'EMAIL' | 'SMS';
  readonly Destination: string;
}

export function isContactAttribute(name: string): name is ContactAttribute {
  return contactAttributes.some((attribute) => attribute === name);
}

/** Where a sign-up is confirmed: an attribute that the pool verifies by itself and the user has. */
export const confirmedAttribute = (pool: UserPoolConfiguration, user: User): ContactAttribute | undefined =>
  contactAttributes.find((name) => pool.autoVerifiedAttributes.includes(name) && user.attributes[name]);

/** Where a forgotten password is recovered: an attribute that the user has verified. */
export const recoveryAttribute = (user: User): ContactAttribute | undefined =>
  contactAttributes.find((name) => user.attributes[name] && user.attributes[`${name}_verified`] === 'true');

/** The first attribute at which a user can be reached, verified or not. */
export const reachableAttribute = (user: User): ContactAttribute | undefined =>
  contactAttributes.find((name) => user.attributes[name]);

export function messageTo(
  user: User,
  attribute: ContactAttribute,
  reason: MessageReason,
  code: string,
): MessageDelivery {
  const destination = user.attributes[attribute] ?? '';
  return { userPoolId: user.poolId, username: user.username, reason, medium: mediumOf(attribute), destination, code };
}

export const deliveryDetails = (attribute: ContactAttribute, destination: string): CodeDeliveryDetails => ({
  AttributeName: attribute,
  DeliveryMedium: mediumOf(attribute),
  Destination: attribute === 'email' ? maskEmail(destination) : maskPhoneNumber(destination),
});

const mediumOf = (attribute: ContactAttribute) => (attribute === 'email' ? 'EMAIL' : 'SMS');

/** `t***@t***` */
function maskEmail(email: string): string {
  const [local = '', domain = ''] = email.split('@');
  return `${local.charAt(0)}***@${domain.charAt(0)}***`;
}

/** `+*******1234` */
const maskPhoneNumber = (number: string): string => `+${'*'.repeat(Math.max(number.length - 5, 0))}${number.slice(-4)}`;
