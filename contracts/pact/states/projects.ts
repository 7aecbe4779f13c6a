import { randomUUID } from 'node:crypto';
import { type States, type StateValues, state } from '../provider.ts';
import { once } from './once.ts';
import type { Person, Tenant } from './tenant.ts';

/** A project of its own, for an interaction that changes or ends it. */
async function newProject({ client }: Person): Promise<{ projectId: string; etag: string }> {
  const { body, headers } = await client.createProject({ body: { name: 'Moon base' } });
  return { projectId: body.projectId, etag: headers.ETag };
}

export function projectStates(tenant: Tenant): States {
  const { user, colleague, standingProject } = tenant;
  const twoProjects = once(async () => {
    await Promise.all([standingProject(), newProject(user)]);
    const { body } = await user.client.listProjects({ query: { limit: '1' } });
    if (body.nextCursor === undefined) throw new Error('a page of one of two projects has no nextCursor');
    return { cursor: body.nextCursor };
  });
  return {
    'a user who has made nothing yet': state(async () => ({ freshKey: randomUUID() })),
    'a user with a project': state(standingProject),
    'a user with a project that nobody has changed': state(() => newProject(user)),
    'a user with two projects': state(twoProjects),
    'a project that was made with an idempotency key': state(async () => {
      const idempotencyKey = randomUUID();
      await user.client.createProject({ body: { name: 'Moon base' }, idempotencyKey });
      return { idempotencyKey };
    }),
    'a project that was changed since the user saw it': state(async () => {
      const { projectId, etag } = await newProject(user);
      const change = { name: 'Moon base, changed', partnerIds: [] };
      await user.client.updateProject({ path: { projectId }, body: change, ifMatch: etag });
      return { projectId, staleEtag: etag };
    }),
    'a user with a project, and a colleague': state(async () => {
      const { projectId } = await newProject(user);
      return { projectId, colleagueId: colleague.userId };
    }),
    'a user with a project, and a colleague as a member': state(() => withMember(user, colleague)),
    'a project of a colleague, with the user as a member': state(() => withMember(colleague, user)),
    'a user who is the only owner of a project': state(async () => {
      const { projectId } = await standingProject();
      return { projectId, userId: user.userId };
    }),
  };
}

/** Also names the member as the colleague whom the owner would add. */
export async function withMember(owner: Person, member: Person): Promise<{ projectId: string } & StateValues> {
  const { projectId } = await newProject(owner);
  const { userId } = member;
  await owner.client.addMember({ path: { projectId }, body: { userId, role: 'member' } });
  return { projectId, userId, colleagueId: userId };
}
