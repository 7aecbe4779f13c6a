import { beforeAll, describe, expect, test } from 'vitest';
import { apiKeyValue, partnerToken } from '../../contracts/smoke/credentials.ts';
import { type Cast, createCast, createPartner, nobodysId, type Partner } from './people.ts';
import { outputs, problem, send, withoutModel } from './requests.ts';

let cast: Cast;
let partner: Partner;
let foreigner: Partner;
let path: { readonly projectId: string };
beforeAll(async () => {
  [cast, partner, foreigner] = await Promise.all([createCast(), createPartner(), createPartner('stranger')]);
  const { body } = await cast.owner.client.createProject({ body: { name: 'Shared', partnerIds: [partner.partnerId] } });
  path = { projectId: body.projectId };
});

describe('listPartnerProjects', () => {
  test('gives what is shared with the partner, and nothing of its members', async () => {
    const answer = await partner.send('listPartnerProjects');
    expect(answer.status).toBe(200);
    expect(answer.body.items).toEqual([{ ...path, name: 'Shared', createdAt: expect.any(String) }]);
    expect((await foreigner.client.listPartnerProjects()).body.items).toEqual([]);
  });

  test('refuses bad parameters', async () => {
    expect(await partner.send('listPartnerProjects', { query: { limit: '0' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
    expect(await partner.send('listPartnerProjects', { query: { cursor: 'x' } })).toMatchObject(
      problem('INVALID_CURSOR'),
    );
  });
});

describe('createPartnerTask and listPartnerTasks', () => {
  test('a partner adds tasks that members see as its own, and sees theirs without people', async () => {
    const added = await partner.send('createPartnerTask', {
      path,
      body: { title: 'Deliver cheese', dueDate: '2027-01-01' },
    });
    expect(added.status).toBe(201);
    expect(added.body).toEqual({
      ...path,
      taskId: expect.any(String),
      title: 'Deliver cheese',
      status: 'todo',
      dueDate: '2027-01-01',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    const seen = await cast.owner.client.getTask({ path: { taskId: added.body.taskId } });
    expect(seen.body.createdBy).toEqual({ partnerId: partner.partnerId });

    await cast.owner.client.createTask({ path, body: { title: 'Ours', assigneeId: cast.owner.userId } });
    const first = await partner.client.listPartnerTasks({ path, query: { limit: '1' } });
    expect(first.body.items).toEqual([expect.objectContaining({ title: 'Ours' })]);
    expect(JSON.stringify(first.body)).not.toContain(cast.owner.userId);
    expect.assert(first.body.nextCursor);
    const second = await partner.client.listPartnerTasks({ path, query: { cursor: first.body.nextCursor } });
    expect(second.body.items).toEqual([added.body]);
  });

  test('a project that is not shared with the partner is not there', async () => {
    for (const [who, projectId] of [
      [foreigner, path.projectId],
      [partner, cast.projectId],
      [partner, nobodysId],
    ] as const) {
      expect(await who.send('listPartnerTasks', { path: { projectId } })).toMatchObject(problem('NOT_FOUND'));
      expect(await who.send('createPartnerTask', { path: { projectId }, body: { title: 'x' } })).toMatchObject(
        problem('NOT_FOUND'),
      );
    }
  });

  test('a project that is shared no longer is gone at once', async () => {
    const body = { name: 'Shared', partnerIds: [partner.partnerId] };
    const { projectId } = (await cast.owner.client.createProject({ body })).body;
    const of = { path: { projectId } };
    expect(await partner.send('listPartnerTasks', of)).toMatchObject({ status: 200 });
    await cast.owner.client.updateProject({ path: { projectId }, body: { ...body, partnerIds: [] }, ifMatch: '*' });
    expect(await partner.send('listPartnerTasks', of)).toMatchObject(problem('NOT_FOUND'));
    expect(await partner.send('createPartnerTask', { ...of, body: { title: 'x' } })).toMatchObject(
      problem('NOT_FOUND'),
    );
    const { items } = (await partner.client.listPartnerProjects()).body;
    expect(items.map((item) => item.projectId)).not.toContain(projectId);
  });

  test('bad input is refused', async () => {
    for (const body of [{}, { title: 'x', status: 'done' }, { title: 'x', assigneeId: cast.owner.userId }]) {
      expect(await partner.send('createPartnerTask', { path, body })).toMatchObject({ status: 400 });
      expect(await partner.send('createPartnerTask', { path, body, headers: withoutModel })).toMatchObject(
        problem('VALIDATION_FAILED'),
      );
    }
    expect(await partner.send('createPartnerTask', { path, body: '', headers: withoutModel })).toMatchObject(
      problem('INVALID_JSON'),
    );
    const bad = { path: { projectId: 'x' } };
    expect(await partner.send('createPartnerTask', { ...bad, body: { title: 'x' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
    expect(await partner.send('listPartnerTasks', bad)).toMatchObject(problem('INVALID_PARAMETER'));
    expect(await partner.send('listPartnerTasks', { path, query: { cursor: 'x' } })).toMatchObject(
      problem('INVALID_CURSOR'),
    );
    const once = { path, headers: { 'Idempotency-Key': `key-${Math.random()}` }, body: { title: 'once' } };
    const first = await partner.send('createPartnerTask', once);
    expect((await partner.send('createPartnerTask', once)).body).toEqual(first.body);
    expect(await partner.send('createPartnerTask', { ...once, body: { title: 'twice' } })).toMatchObject(
      problem('IDEMPOTENCY_MISMATCH'),
    );
  });

  test('a token opens what its scopes say, also while its policy is kept', async () => {
    const [token, key] = await Promise.all([
      partnerToken(outputs, partner.partnerId, { scopes: ['projects:read'] }),
      apiKeyValue(outputs.partnerApiKeyId),
    ]);
    const headers = { Authorization: `Bearer ${token}`, 'x-api-key': key };
    for (let round = 0; round < 2; round += 1) {
      expect(await send('listPartnerTasks', { path, headers })).toMatchObject({ status: 200 });
      expect(await send('createPartnerTask', { path, headers, body: { title: 'x' } })).toMatchObject({ status: 403 });
    }
  });
});
