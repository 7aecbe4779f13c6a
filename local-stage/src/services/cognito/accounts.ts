import { randomUUID } from 'node:crypto';
import { AwsError } from '../service.ts';
import { type Attributes, isEmail, isPhoneNumber } from './attributes.ts';
import type { UserPoolConfiguration } from './configuration.ts';
import type { CognitoContext } from './context.ts';
import type { User } from './users.ts';

/**
 * Names a new user: in a pool whose users sign in with an attribute, the name given is that attribute's value,
 * and the user name a generated `sub`.
 *
 * @throws {AwsError} InvalidParameterException for a name of the wrong kind, UsernameExistsException for one taken.
 */
export function nameAccount(
  context: CognitoContext,
  pool: UserPoolConfiguration,
  name: string,
  attributes: Attributes,
): { readonly username: string; readonly attributes: Attributes } {
  const sub = randomUUID();
  if (pool.usernameAttributes.length === 0) {
    if (context.users.find(pool, name)) throw new AwsError('UsernameExistsException', 'User already exists');
    return { username: name, attributes: { ...attributes, sub } };
  }
  const named = { ...attributes, [usernameAttributeOf(pool, name)]: name, sub };
  const taken = takenAttribute(context, pool, named);
  if (taken !== undefined) throw new AwsError('UsernameExistsException', accountExists(taken));
  return { username: sub, attributes: named };
}

function usernameAttributeOf(pool: UserPoolConfiguration, name: string): string {
  const accepts = (attribute: string) => pool.usernameAttributes.includes(attribute);
  if (accepts('email') && isEmail(name)) return 'email';
  if (accepts('phone_number') && isPhoneNumber(name)) return 'phone_number';
  const expected = [accepts('email') ? 'an email' : [], accepts('phone_number') ? 'a phone number' : []].flat();
  const kinds = expected.length > 1 ? `either ${expected.join(' or ')}` : expected.join();
  throw new AwsError('InvalidParameterException', `Username should be ${kinds}.`);
}

/**
 * Changes attributes of a user.
 *
 * @throws {AwsError} AliasExistsException where another user signs in with the new value.
 */
export function changeAttributes(
  context: CognitoContext,
  pool: UserPoolConfiguration,
  user: User,
  changes: Attributes,
): User {
  const taken = takenAttribute(context, pool, changes, user);
  if (taken !== undefined) throw new AwsError('AliasExistsException', accountExists(taken));
  return context.users.update(pool, user, { attributes: { ...user.attributes, ...changes } });
}

function takenAttribute(
  { users }: CognitoContext,
  pool: UserPoolConfiguration,
  attributes: Attributes,
  owner?: User,
): string | undefined {
  return pool.usernameAttributes.find((name) => {
    const value = attributes[name];
    const holder = value === undefined ? undefined : users.find(pool, value);
    return holder !== undefined && holder.username !== owner?.username;
  });
}

const accountExists = (attribute: string) => `An account with the given ${attribute} already exists.`;
