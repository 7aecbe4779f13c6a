import { MatchersV3 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import { aLocation, anId, aTime, ids, pathOf, problem } from '../matchers.ts';
import { taskWeb } from './task-web.ts';

const { eachLike, string } = MatchersV3;

const { taskId, commentId, userId } = ids;
const createdAt = '2026-01-02T03:04:05.678Z';
const aComment = { commentId: anId.commentId, authorId: anId.userId, text: string('Done'), createdAt: aTime };
const shownComment = { commentId, authorId: userId, text: 'Done', createdAt };
const comments = pathOf('/tasks/{taskId}/comments');
const comment = pathOf('/tasks/{taskId}/comments/{commentId}');

taskWeb.expects(
  'a request for the comments on a task',
  {
    given: 'a task with a comment of the user',
    request: { method: 'GET', path: comments },
    answer: { status: 200, body: { items: eachLike(aComment) } },
  },
  async ({ client }) => {
    const { body } = await client.listComments({ path: { taskId } });
    expect(body.items).toEqual([shownComment]);
  },
);

taskWeb.expects(
  'a request for the comments on a task that is not there',
  { request: { method: 'GET', path: `/tasks/${taskId}/comments` }, answer: problem('NOT_FOUND') },
  async ({ client }) => {
    await expect(client.listComments({ path: { taskId } })).rejects.toMatchObject({ problem: { code: 'NOT_FOUND' } });
  },
);

taskWeb.expects(
  'a new comment',
  {
    given: 'a user with a task',
    request: { method: 'POST', path: comments, body: { text: 'Done' } },
    answer: {
      status: 201,
      headers: { Location: aLocation(`/tasks/${taskId}/comments/${commentId}`) },
      body: aComment,
    },
  },
  async ({ client }) => {
    const created = await client.createComment({ path: { taskId }, body: { text: 'Done' } });
    expect(created.body).toEqual(shownComment);
  },
);

taskWeb.expects(
  'the end of a comment',
  {
    given: 'a task with a comment of the user',
    request: { method: 'DELETE', path: comment },
    answer: { status: 204 },
  },
  async ({ client }) => {
    expect((await client.deleteComment({ path: { taskId, commentId } })).status).toBe(204);
  },
);

taskWeb.expects(
  'the end of a comment of somebody else',
  {
    given: 'a task with a comment of a colleague who owns the project',
    request: { method: 'DELETE', path: comment },
    answer: problem('FORBIDDEN'),
  },
  async ({ client }) => {
    await expect(client.deleteComment({ path: { taskId, commentId } })).rejects.toMatchObject({
      status: 403,
      problem: { code: 'FORBIDDEN' },
    });
  },
);
