import type { Item, Key } from '../shared/item.ts';
import { Problem } from '../shared/problem.ts';
import { readItems } from '../shared/read-items.ts';
import {
  type MemberItem,
  memberItemOf,
  memberKey,
  type ProjectItem,
  projectItemOf,
  projectKey,
  shareKey,
} from './project-records.ts';

/** A member before their project, and what else was asked for with it. */
export interface ProjectAccess {
  readonly project: ProjectItem;
  readonly member: MemberItem;
  /** The further items, in the order of their keys. */
  readonly others: readonly (Item | undefined)[];
}

/**
 * Reads a project for one of its members, with one call.
 *
 * @param others keys of further items to read with it.
 * @throws {Problem} NOT_FOUND if the user is no member or the project was deleted: a stranger learns
 *   not even that it exists.
 */
export async function requireMember(
  userId: string,
  projectId: string,
  others: readonly Key[] = [],
): Promise<ProjectAccess> {
  const [project, member, ...rest] = await readItems([projectKey(projectId), memberKey(projectId, userId), ...others]);
  if (!member || !isThere(project)) throw new Problem('NOT_FOUND');
  return { project: projectItemOf(project), member: memberItemOf(member), others: rest };
}

/**
 * The same for one of its owners.
 *
 * @throws {Problem} NOT_FOUND as above; FORBIDDEN if the user is a member only.
 */
export async function requireOwner(
  userId: string,
  projectId: string,
  others: readonly Key[] = [],
): Promise<ProjectAccess> {
  const access = await requireMember(userId, projectId, others);
  if (access.member.role !== 'owner') throw new Problem('FORBIDDEN', { detail: 'Expected: an owner of the project' });
  return access;
}

/**
 * Reads a project that is shared with a partner, with one call.
 *
 * @throws {Problem} NOT_FOUND if it is not, or was deleted.
 */
export async function requireShare(partnerId: string, projectId: string): Promise<ProjectItem> {
  const [project, share] = await readItems([projectKey(projectId), shareKey(partnerId, projectId)]);
  if (!share || !isThere(project)) throw new Problem('NOT_FOUND');
  return projectItemOf(project);
}

const isThere = (project: Item | undefined): project is Item =>
  project !== undefined && projectItemOf(project).deletedAt === undefined;
