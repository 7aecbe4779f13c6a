import { beforeAll, describe, expect, test } from 'vitest';
import { mostMembers, projectKey } from '../projects/project-records.ts';
import { readItem, writeItem } from './in-process.ts';
import { type Cast, createCast, createPerson, nobody, nobodysId } from './people.ts';
import { problem, withoutModel } from './requests.ts';

let cast: Cast;
let path: { readonly projectId: string };
beforeAll(async () => {
  cast = await createCast();
  path = { projectId: cast.projectId };
});

describe('addMember', () => {
  test('lets the user in', async () => {
    const dora = await createPerson('dora');
    const answer = await cast.owner.send('addMember', { path, body: { userId: dora.userId, role: 'member' } });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({ userId: dora.userId, role: 'member', createdAt: expect.any(String) });
    expect(answer.headers.get('location')).toMatch(new RegExp(`/projects/${path.projectId}/members/${dora.userId}$`));
    expect(await dora.send('getProject', { path })).toMatchObject({ status: 200 });
    expect((await dora.client.listProjects()).body.items).toHaveLength(1);
  });

  test('is for owners, and for users who are no members yet', async () => {
    const { owner, member, stranger } = cast;
    const body = { userId: stranger.userId, role: 'owner' };
    expect(await stranger.send('addMember', { path, body })).toMatchObject(problem('NOT_FOUND'));
    expect(await member.send('addMember', { path, body })).toMatchObject(problem('FORBIDDEN'));
    expect(await owner.send('addMember', { path, body: { ...body, userId: member.userId } })).toMatchObject(
      problem('ALREADY_MEMBER'),
    );
    expect(await owner.send('addMember', { path, body: { ...body, userId: nobody } })).toMatchObject(
      problem('VALIDATION_FAILED', { errors: [{ at: '/userId', detail: 'Expected: the id of a user' }] }),
    );
  });

  test('stops at the limit of a project', async () => {
    const { owner, member, projectId } = await createCast();
    const gus = await createPerson('gus');
    const project = await readItem(projectKey(projectId));
    await writeItem({ ...project, memberCount: mostMembers });
    const full = { path: { projectId }, body: { userId: gus.userId, role: 'member' } };
    expect(await owner.send('addMember', full)).toMatchObject(problem('LIMIT_REACHED'));
    await owner.client.removeMember({ path: { projectId, userId: member.userId } });
    expect(await owner.send('addMember', full)).toMatchObject({ status: 201 });
  });

  test('refuses bad input', async () => {
    const { owner } = cast;
    for (const body of [{}, { userId: 'ann', role: 'member' }, { userId: nobody, role: 'king' }]) {
      expect(await owner.send('addMember', { path, body })).toMatchObject({ status: 400 });
      expect(await owner.send('addMember', { path, body, headers: withoutModel })).toMatchObject(
        problem('VALIDATION_FAILED'),
      );
    }
    expect(await owner.send('addMember', { path, body: '', headers: withoutModel })).toMatchObject(
      problem('INVALID_JSON'),
    );
    const body = { userId: nobody, role: 'member' };
    expect(await owner.send('addMember', { path: { projectId: 'x' }, body })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
    const headers = { 'Idempotency-Key': `key-${Math.random()}` };
    const dan = await createPerson('dan');
    const once = { path, headers, body: { userId: dan.userId, role: 'member' } };
    expect([(await owner.send('addMember', once)).status, (await owner.send('addMember', once)).status]).toEqual([
      201, 201,
    ]);
    expect(await owner.send('addMember', { ...once, body: { ...once.body, role: 'owner' } })).toMatchObject(
      problem('IDEMPOTENCY_MISMATCH'),
    );
  });
});

describe('listMembers', () => {
  test('pages through the members', async () => {
    const { owner, member, stranger } = cast;
    const first = await member.send('listMembers', { path, query: { limit: '1' } });
    expect(first.status).toBe(200);
    expect(first.body.items).toHaveLength(1);
    const rest = await member.client.listMembers({ path, query: { cursor: first.body.nextCursor } });
    const all = [...first.body.items, ...rest.body.items];
    expect(all.find(({ userId }: { userId: string }) => userId === owner.userId)).toMatchObject({ role: 'owner' });
    expect(all.find(({ userId }: { userId: string }) => userId === member.userId)).toMatchObject({ role: 'member' });
    expect(await stranger.send('listMembers', { path })).toMatchObject(problem('NOT_FOUND'));
    expect(await member.send('listMembers', { path, query: { cursor: 'garbage' } })).toMatchObject(
      problem('INVALID_CURSOR'),
    );
    expect(await member.send('listMembers', { path, query: { limit: '-1' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
  });
});

describe('removeMember', () => {
  const remove = (projectId: string, userId: string) =>
    cast.owner.send('removeMember', { path: { projectId, userId } });

  test('shuts the member out', async () => {
    const eve = await createPerson('eve');
    await cast.owner.client.addMember({ path, body: { userId: eve.userId, role: 'owner' } });
    expect(await remove(path.projectId, eve.userId)).toMatchObject({ status: 204, text: '' });
    expect(await eve.send('getProject', { path })).toMatchObject(problem('NOT_FOUND'));
    expect((await eve.client.listProjects()).body.items).toEqual([]);
    expect(await remove(path.projectId, eve.userId)).toMatchObject(problem('NOT_FOUND'));
  });

  test('is for owners', async () => {
    const { member, stranger, owner } = cast;
    const of = { path: { ...path, userId: owner.userId } };
    expect(await stranger.send('removeMember', of)).toMatchObject(problem('NOT_FOUND'));
    expect(await member.send('removeMember', of)).toMatchObject(problem('FORBIDDEN'));
    const self = { path: { ...path, userId: member.userId } };
    expect(await member.send('removeMember', self)).toMatchObject(problem('FORBIDDEN'));
    const { owner: elsewhere } = await createCast();
    expect(await elsewhere.send('removeMember', self)).toMatchObject(problem('NOT_FOUND'));
    expect(await member.send('getProject', { path })).toMatchObject({ status: 200 });
    expect(await remove(nobodysId, owner.userId)).toMatchObject(problem('NOT_FOUND'));
    expect(await remove(path.projectId, 'ann')).toMatchObject(problem('INVALID_PARAMETER'));
  });

  test('leaves a project an owner, also if two owners remove each other at once', async () => {
    expect(await remove(path.projectId, cast.owner.userId)).toMatchObject(problem('LAST_OWNER'));
    const { owner, member, projectId } = await createCast();
    await owner.client.removeMember({ path: { projectId, userId: member.userId } });
    await owner.client.addMember({ path: { projectId }, body: { userId: member.userId, role: 'owner' } });
    const answers = await Promise.all([
      owner.send('removeMember', { path: { projectId, userId: member.userId } }),
      member.send('removeMember', { path: { projectId, userId: owner.userId } }),
    ]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(204);
    expect([404, 409]).toContain(statuses[1]);
  });
});
