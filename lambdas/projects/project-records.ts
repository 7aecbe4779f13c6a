import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Shape } from '../../contracts/operation-types.ts';

/** Keys of the items that a project consists of. See docs/data-model.md. */
export const projectKey = (projectId: string) => ({ pk: `PROJECT#${projectId}`, sk: 'PROJECT' });
export const membershipKey = (userId: string, projectId: string) => ({
  pk: `USER#${userId}`,
  sk: `PROJECT#${projectId}`,
});
export const sharePartition = (partnerId: string) => `PARTNER#${partnerId}`;
export const membershipPartition = (userId: string) => `USER#${userId}`;
export const projectSortKeyPrefix = 'PROJECT#';
/** Partition of `gsi1` that lists a project's members. */
export const membersPartition = (projectId: string) => `PROJECT#${projectId}`;

export type Role = 'owner' | 'member';

export interface ProjectItem extends Shape<'Project'> {
  readonly pk: string;
  readonly sk: string;
}

export interface MembershipItem {
  readonly userId: string;
  readonly projectId: string;
  readonly role: Role;
  readonly createdAt: string;
}

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

const absent = 'attribute_not_exists(pk)';

/** The writes that make a project, its owner's membership and its partners' shares appear together. */
export function newProjectWrites(table: string, project: Shape<'Project'>, ownerId: string): TransactItem[] {
  const { projectId, createdAt } = project;
  const put = (item: Record<string, unknown>): TransactItem => ({
    Put: { TableName: table, Item: item, ConditionExpression: absent },
  });
  return [
    put({ ...projectKey(projectId), ...project }),
    put({
      ...membershipKey(ownerId, projectId),
      gsi1pk: membersPartition(projectId),
      gsi1sk: `MEMBER#${ownerId}`,
      userId: ownerId,
      projectId,
      role: 'owner' satisfies Role,
      createdAt,
    }),
    ...project.partnerIds.map((partnerId) =>
      put({
        pk: sharePartition(partnerId),
        sk: `${projectSortKeyPrefix}${projectId}`,
        partnerId,
        projectId,
        createdAt,
      }),
    ),
  ];
}

/** The project as callers see it: without keys. */
export function projectOf(item: Readonly<Record<string, unknown>>): Shape<'Project'> {
  const { projectId, name, description, partnerIds, createdAt } = item as unknown as ProjectItem;
  return { projectId, name, ...(description === undefined ? {} : { description }), partnerIds, createdAt };
}
