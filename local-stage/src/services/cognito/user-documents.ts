import { renderAttributes } from './attributes.ts';
import type { Group } from './groups.ts';
import type { User } from './users.ts';

const toSeconds = (epochMs: number): number => epochMs / 1000;

/** A user without the attributes, which operations name differently. */
const renderState = (user: User) => ({
  Username: user.username,
  UserCreateDate: toSeconds(user.createdAt),
  UserLastModifiedDate: toSeconds(user.modifiedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
});

/** `UserType` of the API reference. @param only attributes to show. @default all */
export function renderUser(user: User, only: readonly string[] = []) {
  const attributes = renderAttributes(user.attributes);
  const shown = only.length === 0 ? attributes : attributes.filter(({ Name }) => only.includes(Name));
  return { ...renderState(user), Attributes: shown };
}

/** What AdminGetUser answers. */
export const renderUserDetails = (user: User) => ({
  ...renderState(user),
  UserAttributes: renderAttributes(user.attributes),
});

/** `GroupType` of the API reference. */
export const renderGroup = (group: Group) => ({
  GroupName: group.name,
  UserPoolId: group.poolId,
  Description: group.description,
  RoleArn: group.roleArn,
  Precedence: group.precedence,
  CreationDate: toSeconds(group.createdAt),
  LastModifiedDate: toSeconds(group.modifiedAt),
});
