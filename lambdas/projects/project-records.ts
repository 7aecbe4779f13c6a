import type { Shape } from '../../contracts/operation-types.ts';
import type { Item, Key } from '../shared/item.ts';
import type { TransactItem } from '../shared/write-together.ts';

/** Keys of the items that a project consists of. See docs/data-model.md. */

/** Partition of everything in a project. */
export const projectPartition = (projectId: string) => `PROJECT#${projectId}`;
export const projectKey = (projectId: string): Key => ({ pk: projectPartition(projectId), sk: 'PROJECT' });
export const memberPrefix = 'MEMBER#';
export const memberKey = (projectId: string, userId: string): Key => ({
  pk: projectPartition(projectId),
  sk: `${memberPrefix}${userId}`,
});

/** Partitions that refer to the projects of a user and of a partner. */
export const userPartition = (userId: string) => `USER#${userId}`;
export const partnerPartition = (partnerId: string) => `PARTNER#${partnerId}`;
export const referencePrefix = 'PROJECT#';
export const userReferenceKey = (userId: string, projectId: string): Key => ({
  pk: userPartition(userId),
  sk: `${referencePrefix}${projectId}`,
});
export const shareKey = (partnerId: string, projectId: string): Key => ({
  pk: partnerPartition(partnerId),
  sk: `${referencePrefix}${projectId}`,
});

export type Role = Shape<'Role'>;

export interface ProjectItem extends Shape<'Project'> {
  /** Counts the changes that callers see; the entity tag. */
  readonly version: number;
  readonly memberCount: number;
  readonly ownerCount: number;
  /** When it was deleted: nobody sees it from then on, whatever of it is still there. */
  readonly deletedAt?: string;
}

export interface MemberItem {
  readonly userId: string;
  readonly projectId: string;
  readonly role: Role;
  readonly createdAt: string;
}

/** Members of a project, its owners among them. */
export const mostMembers = 100;

const absent = 'attribute_not_exists(pk)';

/** The writes that make a project, its owner and its partners' shares appear together. */
export function newProjectWrites(table: string, project: Shape<'Project'>, ownerId: string): TransactItem[] {
  const { projectId, createdAt, partnerIds } = project;
  const counts = { version: 1, memberCount: 1, ownerCount: 1 };
  return [
    {
      Put: {
        TableName: table,
        Item: { ...projectKey(projectId), ...project, ...counts } satisfies Key & ProjectItem,
        ConditionExpression: absent,
      },
    },
    ...newMemberWrites(table, { userId: ownerId, projectId, role: 'owner', createdAt }),
    ...partnerIds.map((partnerId) => newShareWrite(table, partnerId, projectId)),
  ];
}

/** The member, on condition that there is none yet, and the reference that lists the project for the user. */
export function newMemberWrites(table: string, member: MemberItem): TransactItem[] {
  const { projectId, userId } = member;
  return [
    { Put: { TableName: table, Item: { ...memberKey(projectId, userId), ...member }, ConditionExpression: absent } },
    { Put: { TableName: table, Item: { ...userReferenceKey(userId, projectId), projectId } } },
  ];
}

export const newShareWrite = (table: string, partnerId: string, projectId: string): TransactItem => ({
  Put: { TableName: table, Item: { ...shareKey(partnerId, projectId), projectId } },
});

export const projectItemOf = (item: Item) => item as unknown as ProjectItem;
export const memberItemOf = (item: Item) => item as unknown as MemberItem;

/** The project as callers see it. */
export function projectOf(item: ProjectItem): Shape<'Project'> {
  const { projectId, name, description, partnerIds, createdAt } = item;
  return { projectId, name, ...(description === undefined ? {} : { description }), partnerIds, createdAt };
}

export const memberOf = ({ userId, role, createdAt }: MemberItem): Shape<'Member'> => ({ userId, role, createdAt });
