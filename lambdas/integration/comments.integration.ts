import { beforeAll, describe, expect, test } from 'vitest';
import { type Cast, createCast, nobodysId } from './people.ts';
import { problem, withoutModel } from './requests.ts';

let cast: Cast;
let path: { readonly taskId: string };
beforeAll(async () => {
  cast = await createCast();
  const { body } = await cast.owner.client.createTask({ path: { projectId: cast.projectId }, body: { title: 'T' } });
  path = { taskId: body.taskId };
});

describe('createComment', () => {
  test('answers with the comment and its address', async () => {
    const answer = await cast.member.send('createComment', { path, body: { text: 'Hello\nmoon' } });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      ...path,
      commentId: expect.any(String),
      authorId: cast.member.userId,
      text: 'Hello\nmoon',
      createdAt: expect.any(String),
    });
    expect(answer.headers.get('location')).toMatch(
      new RegExp(`/tasks/${path.taskId}/comments/${answer.body.commentId}$`),
    );
  });

  test('is for members', async () => {
    expect(await cast.stranger.send('createComment', { path, body: { text: 'x' } })).toMatchObject(
      problem('NOT_FOUND'),
    );
    expect(await cast.owner.send('createComment', { path: { taskId: nobodysId }, body: { text: 'x' } })).toMatchObject(
      problem('NOT_FOUND'),
    );
  });

  test('refuses bad input, and does once what comes again with its key', async () => {
    const { owner } = cast;
    for (const body of [{}, { text: ' ' }, { text: 'x'.repeat(4001) }, { text: 'x', authorId: 'me' }]) {
      expect(await owner.send('createComment', { path, body })).toMatchObject({ status: 400 });
      expect(await owner.send('createComment', { path, body, headers: withoutModel })).toMatchObject(
        problem('VALIDATION_FAILED'),
      );
    }
    expect(await owner.send('createComment', { path, body: '', headers: withoutModel })).toMatchObject(
      problem('INVALID_JSON'),
    );
    expect(await owner.send('createComment', { path: { taskId: 'x' }, body: { text: 'x' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
    const once = { path, headers: { 'Idempotency-Key': `key-${Math.random()}` }, body: { text: 'once' } };
    const [first, again] = [await owner.send('createComment', once), await owner.send('createComment', once)];
    expect(again.body).toEqual(first.body);
    expect(await owner.send('createComment', { ...once, body: { text: 'twice' } })).toMatchObject(
      problem('IDEMPOTENCY_MISMATCH'),
    );
  });
});

describe('listComments', () => {
  test('pages through the comments, oldest first', async () => {
    const { body: task } = await cast.owner.client.createTask({
      path: { projectId: cast.projectId },
      body: { title: 'T' },
    });
    const of = { taskId: task.taskId };
    for (const text of ['1', '2', '3']) await cast.owner.client.createComment({ path: of, body: { text } });
    const first = await cast.member.send('listComments', { path: of, query: { limit: '2' } });
    expect(first.status).toBe(200);
    expect(first.body.items.map(({ text }: { text: string }) => text)).toEqual(['1', '2']);
    const second = await cast.member.client.listComments({ path: of, query: { cursor: first.body.nextCursor } });
    expect(second.body.items.map(({ text }) => text)).toEqual(['3']);
    expect(await cast.member.send('listComments', { path, query: { cursor: first.body.nextCursor } })).toMatchObject(
      problem('INVALID_CURSOR'),
    );
    expect(await cast.member.send('listComments', { path, query: { limit: 'x' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
    expect(await cast.stranger.send('listComments', { path: of })).toMatchObject(problem('NOT_FOUND'));
  });
});

describe('deleteComment', () => {
  const comment = async (author: 'owner' | 'member') => {
    const { body } = await cast[author].client.createComment({ path, body: { text: 'x' } });
    return { path: { ...path, commentId: body.commentId } };
  };

  test('is for its author and for owners', async () => {
    const owners = await comment('owner');
    expect(await cast.stranger.send('deleteComment', owners)).toMatchObject(problem('NOT_FOUND'));
    expect(await cast.member.send('deleteComment', owners)).toMatchObject(problem('FORBIDDEN'));
    expect(await cast.owner.send('deleteComment', owners)).toMatchObject({ status: 204 });
    expect(await cast.member.send('deleteComment', await comment('member'))).toMatchObject({ status: 204 });
    const members = await comment('member');
    expect(await cast.owner.send('deleteComment', members)).toMatchObject({ status: 204 });
    expect(await cast.owner.send('deleteComment', members)).toMatchObject(problem('NOT_FOUND'));
  });

  test('is for no author who is a member no longer, and for no owner of something else', async () => {
    const [theirs, others] = await Promise.all([createCast(), createCast()]);
    const { owner, member, projectId } = theirs;
    const { body: task } = await owner.client.createTask({ path: { projectId }, body: { title: 'T' } });
    const { taskId } = task;
    const { body } = await member.client.createComment({ path: { taskId }, body: { text: 'x' } });
    const of = { path: { taskId, commentId: body.commentId } };
    await owner.client.removeMember({ path: { projectId, userId: member.userId } });
    expect(await member.send('deleteComment', of)).toMatchObject(problem('NOT_FOUND'));
    expect(await others.owner.send('deleteComment', of)).toMatchObject(problem('NOT_FOUND'));
    expect((await owner.client.listComments({ path: { taskId } })).body.items).toHaveLength(1);
  });

  test('finds a comment below its own task only', async () => {
    const { path: of } = await comment('owner');
    const { body: other } = await cast.owner.client.createTask({
      path: { projectId: cast.projectId },
      body: { title: 'O' },
    });
    expect(await cast.owner.send('deleteComment', { path: { ...of, taskId: other.taskId } })).toMatchObject(
      problem('NOT_FOUND'),
    );
    expect(await cast.owner.send('deleteComment', { path: { ...of, commentId: 'x' } })).toMatchObject(
      problem('INVALID_PARAMETER'),
    );
  });
});
