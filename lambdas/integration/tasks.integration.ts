import { beforeAll, describe, expect, test } from 'vitest';
import { type Cast, createCast, createPerson, nobody, nobodysId } from './people.ts';
import { problem, withoutModel } from './requests.ts';

let cast: Cast;
let path: { readonly projectId: string };
beforeAll(async () => {
  cast = await createCast();
  path = { projectId: cast.projectId };
});

const create = async (changes: object = {}) => {
  const { body, headers } = await cast.member.client.createTask({ path, body: { title: 'Find a crater', ...changes } });
  return { task: body, path: { taskId: body.taskId }, etag: headers.ETag };
};

describe('createTask', () => {
  test('answers with the task, its address and its version', async () => {
    const { member } = cast;
    const body = {
      title: 'T',
      description: 'D',
      status: 'in_progress',
      assigneeId: member.userId,
      dueDate: '2028-02-29',
    };
    const answer = await member.send('createTask', { path, body });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      ...body,
      ...path,
      taskId: expect.any(String),
      createdBy: { userId: member.userId },
      createdAt: expect.any(String),
      updatedAt: answer.body.createdAt,
    });
    expect(answer.headers.get('location')).toMatch(new RegExp(`/tasks/${answer.body.taskId}$`));
    const read = await member.send('getTask', { path: { taskId: answer.body.taskId } });
    expect(read.body).toEqual(answer.body);
    expect(read.headers.get('etag')).toBe(answer.headers.get('etag'));
  });

  test('is for members, and gives tasks to members only', async () => {
    const { owner, stranger } = cast;
    expect(await stranger.send('createTask', { path, body: { title: 'x' } })).toMatchObject(problem('NOT_FOUND'));
    for (const assigneeId of [stranger.userId, nobody]) {
      expect(await owner.send('createTask', { path, body: { title: 'x', assigneeId } })).toMatchObject(
        problem('VALIDATION_FAILED', { errors: [{ at: '/assigneeId', detail: expect.any(String) }] }),
      );
    }
  });

  test('does once what comes again with its key', async () => {
    const once = { path, headers: { 'Idempotency-Key': `key-${Math.random()}` }, body: { title: 'once' } };
    const [first, again] = [await cast.member.send('createTask', once), await cast.member.send('createTask', once)];
    expect(again.body).toEqual(first.body);
    expect(await cast.member.send('createTask', { ...once, body: { title: 'twice' } })).toMatchObject(
      problem('IDEMPOTENCY_MISMATCH'),
    );
  });

  test('refuses bad input', async () => {
    const { owner } = cast;
    const bad = [
      {},
      { title: '' },
      { title: 'x'.repeat(201) },
      { title: 'x', description: 'x'.repeat(4001) },
      { title: 'x', status: 'waiting' },
      { title: 'x', dueDate: '2027-02-29' },
      { title: 'x', dueDate: '2027-02-28T00:00:00Z' },
      { title: 'x', priority: 1 },
    ];
    for (const body of bad) {
      expect(await owner.send('createTask', { path, body })).toMatchObject({ status: 400 });
      expect(await owner.send('createTask', { path, body, headers: withoutModel })).toMatchObject(
        problem('VALIDATION_FAILED'),
      );
    }
    expect(await owner.send('createTask', { path, body: '{', headers: withoutModel })).toMatchObject(
      problem('INVALID_JSON'),
    );
    expect(await owner.send('createTask', { path: { projectId: 'x' }, body: { title: 'x' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
  });
});

describe('getTask', () => {
  test('is for members; a stranger learns nothing', async () => {
    const { task, path: of } = await create();
    expect((await cast.owner.send('getTask', { path: of })).body).toEqual(task);
    const theirs = await cast.stranger.send('getTask', { path: of });
    const nobodys = await cast.stranger.send('getTask', { path: { taskId: nobodysId } });
    expect(theirs).toMatchObject(problem('NOT_FOUND'));
    expect({ ...theirs.body, requestId: '' }).toEqual({ ...nobodys.body, requestId: '' });
    expect(await cast.owner.send('getTask', { path: { taskId: 'x' } })).toMatchObject(problem('INVALID_PARAMETER'));
  });
});

describe('updateTask', () => {
  test('replaces the task, and changes its version', async () => {
    const { task, path: of, etag } = await create({ description: 'D', dueDate: '2027-01-01' });
    const body = { title: 'New', status: 'done' } as const;
    const answer = await cast.owner.client.updateTask({ path: of, body, ifMatch: etag });
    const { taskId, projectId, createdBy, createdAt } = task;
    expect(answer.body).toEqual({ ...body, taskId, projectId, createdBy, createdAt, updatedAt: expect.any(String) });
    expect(answer.headers.ETag).not.toBe(etag);
    expect((await cast.owner.client.getTask({ path: of })).body).toEqual(answer.body);
  });

  test('takes the newest version only, or any if told so', async () => {
    const { path: of, etag } = await create();
    const body = { title: 'New', status: 'todo' };
    const update = (headers: Record<string, string>) => cast.member.send('updateTask', { path: of, body, headers });
    expect(await update({})).toMatchObject(problem('PRECONDITION_REQUIRED'));
    expect(await update({ 'If-Match': `W/${etag}` })).toMatchObject(problem('INVALID_PARAMETER'));
    const statuses = (await Promise.all([1, 2, 3].map(() => update({ 'If-Match': etag })))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412, 412]);
    expect(await update({ 'If-Match': etag })).toMatchObject(problem('PRECONDITION_FAILED'));
    expect(await update({ 'If-Match': '*' })).toMatchObject({ status: 200 });
  });

  test('gives the task to members only; who has left keeps it', async () => {
    const fay = await createPerson('fay');
    const { owner, stranger } = cast;
    await owner.client.addMember({ path, body: { userId: fay.userId, role: 'member' } });
    const { path: of } = await create({ assigneeId: fay.userId });
    await owner.client.removeMember({ path: { ...path, userId: fay.userId } });
    const assign = (assigneeId: string) =>
      owner.send('updateTask', {
        path: of,
        headers: { 'If-Match': '*' },
        body: { title: 'x', status: 'todo', assigneeId },
      });
    expect(await assign(fay.userId)).toMatchObject({ status: 200 });
    expect(await assign(stranger.userId)).toMatchObject(problem('VALIDATION_FAILED'));
    expect(await assign(owner.userId)).toMatchObject({ status: 200, body: { assigneeId: owner.userId } });
    expect(await assign(fay.userId)).toMatchObject(problem('VALIDATION_FAILED'));
  });

  test('is for members, with a whole body', async () => {
    const { path: of } = await create();
    const headers = { 'If-Match': '*' };
    const { owner, stranger } = cast;
    expect(
      await stranger.send('updateTask', { path: of, headers, body: { title: 'x', status: 'todo' } }),
    ).toMatchObject(problem('NOT_FOUND'));
    expect(await owner.send('updateTask', { path: of, headers, body: { title: 'x' } })).toMatchObject({ status: 400 });
    const raw = { ...headers, ...withoutModel };
    expect(await owner.send('updateTask', { path: of, headers: raw, body: '' })).toMatchObject(problem('INVALID_JSON'));
  });
});

describe('deleteTask', () => {
  test('removes the task from everywhere', async () => {
    const { task, path: of, etag } = await create({ dueDate: '2031-01-01' });
    await cast.member.client.createComment({ path: of, body: { text: 'x' } });
    expect(await cast.stranger.send('deleteTask', { path: of })).toMatchObject(problem('NOT_FOUND'));
    expect(await cast.member.send('deleteTask', { path: of, headers: { 'If-Match': '"9"' } })).toMatchObject(
      problem('PRECONDITION_FAILED'),
    );
    expect(await cast.member.send('deleteTask', { path: { taskId: 'x' } })).toMatchObject(problem('INVALID_PARAMETER'));
    expect(await cast.member.send('deleteTask', { path: of, headers: { 'If-Match': etag } })).toMatchObject({
      status: 204,
    });
    for (const operationId of ['getTask', 'deleteTask', 'listComments', 'listAttachments'] as const) {
      expect(await cast.member.send(operationId, { path: of })).toMatchObject(problem('NOT_FOUND'));
    }
    for (const query of [{}, { order: 'dueDate' }] as const) {
      const { items } = (await cast.member.client.listTasks({ path, query: { limit: '100', ...query } })).body;
      expect(items.map(({ taskId }) => taskId)).not.toContain(task.taskId);
    }
  });
});

describe('listTasks', () => {
  const dueDates = ['2027-03-01', undefined, '2027-01-01', '2027-02-01', '2027-02-01', undefined];
  const statuses = ['todo', 'in_progress', 'done'] as const;
  let theirs: Cast;
  /** Of the tasks in the order of their creation. */
  const titles: string[] = [];

  beforeAll(async () => {
    theirs = await createCast();
    for (const [index, dueDate] of dueDates.entries()) {
      await theirs.owner.client.createTask({
        path: { projectId: theirs.projectId },
        body: {
          title: String(index),
          status: statuses[index % 3] ?? 'todo',
          ...(index % 2 === 0 ? { assigneeId: theirs.member.userId } : {}),
          ...(dueDate === undefined ? {} : { dueDate }),
        },
      });
      titles.push(String(index));
    }
  });

  /** Titles of all pages, two tasks a page. */
  async function list(query: Record<string, string>): Promise<string> {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const { status, body } = await theirs.member.send('listTasks', {
        path: { projectId: theirs.projectId },
        query: { ...query, limit: '2', ...(cursor === undefined ? {} : { cursor }) },
      });
      expect(status).toBe(200);
      found.push(...body.items.map(({ title }: { title: string }) => title));
      cursor = body.nextCursor;
    } while (cursor !== undefined);
    return found.join('');
  }

  test.each([
    [{}, '543210'],
    [{ order: 'createdAt' }, '012345'],
    [{ order: 'dueDate' }, '234015'],
    [{ order: '-dueDate' }, '510432'],
    [{ status: 'in_progress' }, '41'],
    [{ status: 'done', order: 'createdAt' }, '25'],
    [{ assigneeId: 'member' }, '420'],
    [{ assigneeId: 'member', status: 'todo' }, '0'],
    [{ assigneeId: nobody }, ''],
    [{ dueFrom: '2027-02-01' }, '340'],
    [{ dueTo: '2027-02-01' }, '234'],
    [{ dueFrom: '2027-02-01', dueTo: '2027-02-28', order: '-dueDate' }, '43'],
    [{ dueFrom: '2027-02-01', status: 'in_progress', assigneeId: 'member' }, '4'],
  ])('%j gives %s', async (query: Record<string, string>, expected) => {
    const { assigneeId } = query;
    const resolved = assigneeId === 'member' ? { ...query, assigneeId: theirs.member.userId } : query;
    expect(await list(resolved)).toBe(expected);
  });

  test('follows what changes', async () => {
    const of = { projectId: theirs.projectId };
    const { body, headers } = await theirs.owner.client.createTask({
      path: of,
      body: { title: '6', dueDate: '2029-01-01' },
    });
    const change = { title: '6', status: 'done', assigneeId: theirs.owner.userId, dueDate: '2030-01-01' } as const;
    await theirs.owner.client.updateTask({ path: { taskId: body.taskId }, body: change, ifMatch: headers.ETag });
    expect(await list({ dueFrom: '2029-01-01', dueTo: '2029-12-31' })).toBe('');
    expect(await list({ dueFrom: '2030-01-01' })).toBe('6');
    expect(await list({ status: 'done' })).toBe('652');
    expect(await list({ assigneeId: theirs.owner.userId, status: 'done', dueTo: '2030-01-01' })).toBe('6');
    await theirs.owner.client.deleteTask({ path: { taskId: body.taskId } });
    expect(await list({ status: 'done' })).toBe('52');
  });

  test('refuses what it cannot sort, other cursors and strangers', async () => {
    const of = { path: { projectId: theirs.projectId } };
    for (const query of [
      { status: 'waiting' },
      { assigneeId: 'ann' },
      { dueFrom: 'tomorrow' },
      { order: 'title' },
      { dueFrom: '2027-02-01', order: 'createdAt' },
      { dueFrom: '2027-02-02', dueTo: '2027-02-01' },
    ]) {
      expect(
        await theirs.owner.send('listTasks', { ...of, query: query as unknown as Record<string, string> }),
      ).toMatchObject(problem('INVALID_PARAMETER'));
    }
    const { nextCursor } = (await theirs.owner.send('listTasks', { ...of, query: { limit: '1' } })).body;
    for (const query of [
      { cursor: nextCursor, status: 'todo' },
      { cursor: nextCursor, order: 'createdAt' },
      { cursor: 'x' },
    ]) {
      expect(await theirs.owner.send('listTasks', { ...of, query })).toMatchObject(problem('INVALID_CURSOR'));
    }
    expect(await theirs.stranger.send('listTasks', of)).toMatchObject(problem('NOT_FOUND'));
  });
});
