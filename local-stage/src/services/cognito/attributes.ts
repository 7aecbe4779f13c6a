import type { Members } from '../json-members.ts';
import { AwsError } from '../service.ts';
import type { UserPoolConfiguration } from './configuration.ts';

export type Attributes = Readonly<Record<string, string>>;

/** Amazon Cognito Developer Guide, "Working with user attributes": the OpenID Connect ones. */
const standardAttributes: readonly string[] = [
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
];

/** What only Cognito and administrators write. */
const verifiedAttributes: readonly string[] = ['email_verified', 'phone_number_verified'];

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
export const isPhoneNumber = (text: string): boolean => /^\+\d{1,15}$/.test(text);

/**
 * Reads attributes that a user writes.
 *
 * @throws {AwsError} NotAuthorizedException for one that only administrators write, InvalidParameterException
 *   for one that the pool does not have or that is malformed.
 */
export function readOwnAttributes(pool: UserPoolConfiguration, members: Members): Attributes {
  const attributes = readAttributes(members);
  requireOwn(pool, attributes);
  return attributes;
}

/** @throws {AwsError} as {@link readOwnAttributes}, of attributes that were read in another form. */
export function requireOwn(pool: UserPoolConfiguration, attributes: Attributes): void {
  for (const name of Object.keys(attributes)) {
    if (name === 'sub' || verifiedAttributes.includes(name)) {
      throw new AwsError('NotAuthorizedException', 'A client attempted to write unauthorized attribute');
    }
  }
  requireValid(pool, attributes);
}

/** Reads attributes that an administrator writes. @throws {AwsError} InvalidParameterException */
export function readAdminAttributes(pool: UserPoolConfiguration, members: Members): Attributes {
  const attributes = readAttributes(members);
  if (attributes['sub'] !== undefined) throw invalid('Cannot modify the non-mutable attribute sub');
  requireValid(pool, attributes);
  return attributes;
}

function readAttributes(members: Members): Attributes {
  const entries = members
    .structures('UserAttributes')
    .map((item) => [item.text('Name'), item.optionalText('Value') ?? ''] as const);
  return Object.fromEntries(entries);
}

function requireValid({ customAttributes = [] }: UserPoolConfiguration, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!standardAttributes.includes(name) && !customAttributes.includes(name)) {
      throw invalid(`Attributes did not conform to the schema: ${name}: Attribute does not exist in the schema.\n`);
    }
    if (verifiedAttributes.includes(name) && !['true', 'false'].includes(value)) {
      throw invalid(`Attributes did not conform to the schema: ${name}: Value of boolean attribute is malformed.\n`);
    }
  }
  const { email, phone_number: phoneNumber } = attributes;
  if (email !== undefined && !isEmail(email)) throw invalid('Invalid email address format.');
  if (phoneNumber !== undefined && !isPhoneNumber(phoneNumber)) throw invalid('Invalid phone number format.');
}

/** Attributes as answers list them, `sub` first. */
export function renderAttributes(attributes: Attributes): readonly { readonly Name: string; readonly Value: string }[] {
  const entries = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
  return entries.sort((a, b) => Number(b.Name === 'sub') - Number(a.Name === 'sub'));
}

const invalid = (message: string) => new AwsError('InvalidParameterException', message);
