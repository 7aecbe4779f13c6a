import { AwsError } from '../service.ts';
import type { User } from './users.ts';

export type UserFilter = (user: User) => boolean;

/** What ListUsers searches by (AWS API reference, "ListUsers"). */
const searchableAttributes: readonly string[] = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
];

const filterForm = /^\s*"?([\w:]+)"?\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/;

/**
 * Reads a filter: `email = "ann@example.com"`, `sub ^= "4f"`. An empty one lets everybody through.
 *
 * @throws {AwsError} InvalidParameterException
 */
export function parseUserFilter(filter: string): UserFilter {
  if (filter.trim() === '') return () => true;
  const [, attribute = '', operator, quoted = ''] = filterForm.exec(filter) ?? [];
  if (operator === undefined) throw new AwsError('InvalidParameterException', 'Error while parsing filter string.');
  if (!searchableAttributes.includes(attribute)) {
    throw new AwsError('InvalidParameterException', `Attribute ${attribute} cannot be used in a filter.`);
  }
  const wanted = quoted.replace(/\\(.)/g, '$1');
  return (user) => {
    const value = searchedValue(user, attribute);
    return operator === '=' ? value === wanted : value?.startsWith(wanted) === true;
  };
}

function searchedValue(user: User, attribute: string): string | undefined {
  if (attribute === 'username') return user.username;
  if (attribute === 'cognito:user_status') return user.status;
  if (attribute === 'status') return user.enabled ? 'Enabled' : 'Disabled';
  return user.attributes[attribute];
}
