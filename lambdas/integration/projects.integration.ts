import { beforeAll, describe, expect, test } from 'vitest';
import { type FaultRule, withFaults } from './control.ts';
import { type Cast, createCast, createPartner, createPerson, nobodysId } from './people.ts';
import { environment, problem, withoutModel } from './requests.ts';

let cast: Cast;
beforeAll(async () => {
  cast = await createCast();
});

const create = async (name = 'Lunar rover') => {
  const { body, headers } = await cast.owner.client.createProject({ body: { name } });
  return { projectId: body.projectId, path: { projectId: body.projectId }, etag: headers.ETag };
};

describe('createProject', () => {
  test('answers with the project, its address and its version', async () => {
    const { owner } = cast;
    const answer = await owner.send('createProject', {
      body: { name: 'A', description: 'B', partnerIds: ['acme', 'acme'] },
    });
    const { projectId } = answer.body;
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      projectId: expect.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/),
      name: 'A',
      description: 'B',
      partnerIds: ['acme'],
      createdAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
    });
    expect(new URL(`http://x${answer.headers.get('location')}`).pathname).toMatch(
      new RegExp(`/projects/${projectId}$`),
    );
    const read = await owner.send('getProject', { path: { projectId } });
    expect(read.body).toEqual(answer.body);
    expect(read.headers.get('etag')).toBe(answer.headers.get('etag'));
  });

  test('does once what comes again with its key, and refuses the key with another body', async () => {
    const { owner, member } = cast;
    const headers = { 'Idempotency-Key': `key-${Math.random()}` };
    const body = { name: 'Once' };
    const [first, again] = [
      await owner.send('createProject', { headers, body }),
      await owner.send('createProject', { headers, body }),
    ];
    expect(again.body).toEqual(first.body);
    expect(await owner.send('createProject', { headers, body: { name: 'Twice' } })).toMatchObject(
      problem('IDEMPOTENCY_MISMATCH'),
    );
    const others = await member.send('createProject', { headers, body });
    expect(others.body.projectId).not.toBe(first.body.projectId);
  });

  test('is done with the same key after a write that failed', async () => {
    const request = { headers: { 'Idempotency-Key': `key-${Math.random()}` }, body: { name: 'Once it works' } };
    const writeFails: FaultRule = {
      target: 'dynamodb:TransactWriteItems',
      caller: `gatehouse-${environment}-create-project`,
      // Not worth a retry, so that nobody waits for one.
      fault: { kind: 'error', code: 'AccessDeniedException', status: 400 },
    };
    expect(await withFaults([writeFails], () => cast.owner.send('createProject', request))).toMatchObject(
      problem('INTERNAL_ERROR'),
    );
    expect(await cast.owner.send('createProject', request)).toMatchObject({ status: 201 });
  });

  test('does once what comes at the same time with one key', async () => {
    const request = { headers: { 'Idempotency-Key': `key-${Math.random()}` }, body: { name: 'At once' } };
    const answers = await Promise.all(Array.from({ length: 5 }, () => cast.owner.send('createProject', request)));
    const created = answers.filter(({ status }) => status === 201);
    expect(new Set(created.map(({ body }) => body.projectId)).size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect(answer).toMatchObject(problem('IDEMPOTENCY_IN_PROGRESS'));
    }
  });

  test('refuses bad bodies and a bad key', async () => {
    const { owner } = cast;
    for (const body of [{}, { name: '' }, { name: ' ' }, { name: 'x'.repeat(101) }, { name: 'x', ownerId: 'me' }]) {
      expect(await owner.send('createProject', { body })).toMatchObject({ status: 400 });
      expect(await owner.send('createProject', { body, headers: withoutModel })).toMatchObject(
        problem('VALIDATION_FAILED'),
      );
    }
    expect(await owner.send('createProject', { body: '{"name":"\\ud800"}' })).toMatchObject(problem('INVALID_JSON'));
    const headers = { 'Idempotency-Key': 'x'.repeat(129) };
    expect(await owner.send('createProject', { body: { name: 'x' }, headers })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
  });
});

describe('listProjects', () => {
  test('pages through the projects of the caller, newest first', async () => {
    const bob = await createPerson('bob');
    const ids: string[] = [];
    for (const name of ['1', '2', '3'])
      ids.unshift((await bob.client.createProject({ body: { name } })).body.projectId);
    const first = await bob.client.listProjects({ query: { limit: '2' } });
    expect(first.body.items.map(({ projectId }) => projectId)).toEqual(ids.slice(0, 2));
    expect.assert(first.body.nextCursor);
    const second = await bob.client.listProjects({ query: { limit: '2', cursor: first.body.nextCursor } });
    expect(second.body.items.map(({ projectId }) => projectId)).toEqual(ids.slice(2));
    expect(second.body).not.toHaveProperty('nextCursor');
    expect(await cast.owner.send('listProjects', { query: { cursor: first.body.nextCursor } })).toMatchObject(
      problem('INVALID_CURSOR'),
    );
  });

  test('refuses bad parameters', async () => {
    for (const query of [{ limit: '0' }, { limit: '101' }, { limit: 'x' }, { cursor: '!' }]) {
      expect(await cast.owner.send('listProjects', { query })).toMatchObject(problem('INVALID_PARAMETER'));
    }
    expect(await cast.owner.send('listProjects', { query: { cursor: 'garbage' } })).toMatchObject(
      problem('INVALID_CURSOR'),
    );
  });
});

describe('getProject', () => {
  test('is for members; a stranger learns nothing', async () => {
    const { member, stranger, projectId } = cast;
    expect(await member.send('getProject', { path: { projectId } })).toMatchObject({ status: 200 });
    const theirs = await stranger.send('getProject', { path: { projectId } });
    const nobodys = await stranger.send('getProject', { path: { projectId: nobodysId } });
    expect(theirs).toMatchObject(problem('NOT_FOUND'));
    expect({ ...theirs.body, requestId: '' }).toEqual({ ...nobodys.body, requestId: '' });
    expect(await member.send('getProject', { path: { projectId: '..%2f' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
  });
});

describe('updateProject', () => {
  const change = { name: 'New name', partnerIds: [] };

  test('replaces what the project says, and changes its version', async () => {
    const { path, etag } = await create();
    const answer = await cast.owner.client.updateProject({
      path,
      body: { ...change, description: 'd' },
      ifMatch: etag,
    });
    expect(answer.body).toMatchObject({ ...change, description: 'd' });
    expect(answer.headers.ETag).not.toBe(etag);
    const again = await cast.owner.client.updateProject({ path, body: change, ifMatch: answer.headers.ETag });
    expect(again.body).not.toHaveProperty('description');
    expect((await cast.owner.client.getProject({ path })).body).toEqual(again.body);
  });

  test('takes the newest version only, or any if told so', async () => {
    const { owner } = cast;
    const { path, etag } = await create();
    const update = (ifMatch?: string) =>
      owner.send('updateProject', {
        path,
        body: change,
        headers: ifMatch === undefined ? {} : { 'If-Match': ifMatch },
      });
    expect(await update()).toMatchObject(problem('PRECONDITION_REQUIRED'));
    expect(await update('no tag')).toMatchObject(problem('INVALID_PARAMETER'));
    expect(await update(etag)).toMatchObject({ status: 200 });
    expect(await update(etag)).toMatchObject(problem('PRECONDITION_FAILED'));
    expect(await update('"of-another-kind"')).toMatchObject(problem('PRECONDITION_FAILED'));
    expect(await update('*')).toMatchObject({ status: 200 });
  });

  test('lets one of two at the same time win', async () => {
    const { path, etag } = await create();
    const update = () => cast.owner.send('updateProject', { path, body: change, headers: { 'If-Match': etag } });
    const statuses = (await Promise.all([update(), update(), update()])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412, 412]);
  });

  test('shares the project with partners and takes it back', async () => {
    const partner = await createPartner();
    const { path, projectId } = await create();
    const shared = async () => (await partner.client.listPartnerProjects()).body.items.map((item) => item.projectId);
    await cast.owner.client.updateProject({ path, body: { ...change, partnerIds: [partner.partnerId] }, ifMatch: '*' });
    expect(await shared()).toEqual([projectId]);
    await cast.owner.client.updateProject({ path, body: change, ifMatch: '*' });
    expect(await shared()).toEqual([]);
  });

  test('is for members, with a whole body', async () => {
    const { member, stranger, projectId } = cast;
    const path = { projectId };
    const headers = { 'If-Match': '*' };
    expect(await member.send('updateProject', { path, headers, body: change })).toMatchObject({ status: 200 });
    expect(await stranger.send('updateProject', { path, headers, body: change })).toMatchObject(problem('NOT_FOUND'));
    expect(await member.send('updateProject', { path, headers, body: { name: 'x' } })).toMatchObject({ status: 400 });
    const raw = { ...headers, ...withoutModel };
    expect(await member.send('updateProject', { path, headers: raw, body: { name: 'x' } })).toMatchObject(
      problem('VALIDATION_FAILED'),
    );
    expect(await member.send('updateProject', { path, headers: raw, body: '[' })).toMatchObject(
      problem('INVALID_JSON'),
    );
  });
});

describe('deleteProject', () => {
  test('is for owners, of the version that they mean', async () => {
    const { owner, member, stranger, projectId } = cast;
    const path = { projectId };
    expect(await stranger.send('deleteProject', { path })).toMatchObject(problem('NOT_FOUND'));
    expect(await member.send('deleteProject', { path })).toMatchObject(problem('FORBIDDEN'));
    expect(await owner.send('deleteProject', { path, headers: { 'If-Match': '"99"' } })).toMatchObject(
      problem('PRECONDITION_FAILED'),
    );
    expect(await owner.send('deleteProject', { path: { projectId: 'x' } })).toMatchObject(problem('INVALID_PARAMETER'));
  });

  test('leaves nothing that anybody can reach', async () => {
    const partner = await createPartner();
    const { owner, member } = await createCast();
    const { body, headers } = await owner.client.createProject({
      body: { name: 'Gone', partnerIds: [partner.partnerId] },
    });
    const path = { projectId: body.projectId };
    await owner.client.addMember({ path, body: { userId: member.userId, role: 'member' } });
    const { body: task } = await owner.client.createTask({ path, body: { title: 't', assigneeId: member.userId } });
    const { body: started } = await owner.client.startExport({ path, body: { format: 'csv' } });

    expect(await owner.send('deleteProject', { path, headers: { 'If-Match': headers.ETag } })).toMatchObject({
      status: 204,
    });

    const ofTask = { path: { taskId: task.taskId } };
    for (const answer of [
      ...(await Promise.all([owner, member].map((person) => person.send('getProject', { path })))),
      await member.send('listTasks', { path }),
      await member.send('listMembers', { path }),
      await member.send('getTask', ofTask),
      await member.send('listComments', ofTask),
      await member.send('createComment', { ...ofTask, body: { text: 'x' } }),
      await owner.send('createTask', { path, body: { title: 'x' } }),
      await owner.send('addMember', { path, body: { userId: owner.userId, role: 'member' } }),
      await owner.send('startExport', { path, body: { format: 'csv' } }),
      await owner.send('getExport', { path: { exportId: started.exportId } }),
      await owner.send('deleteProject', { path }),
      await partner.send('listPartnerTasks', { path }),
      await partner.send('createPartnerTask', { path, body: { title: 'x' } }),
    ]) {
      expect(answer).toMatchObject(problem('NOT_FOUND'));
    }
    for (const person of [owner, member]) {
      const { items } = (await person.client.listProjects()).body;
      expect(items.map(({ projectId }) => projectId)).not.toContain(path.projectId);
    }
    expect((await partner.client.listPartnerProjects()).body.items).toEqual([]);
  });
});
