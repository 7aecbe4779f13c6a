import { MatchersV3 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import { aLocation, anEtag, anId, given, ids, pathOf, problem } from '../matchers.ts';
import { taskWeb } from './task-web.ts';

const { eachLike, regex, string } = MatchersV3;

const { projectId, taskId, userId } = ids;
const inProject = { projectId };
const path = { taskId };
const aTask = {
  taskId: anId.taskId,
  projectId: anId.projectId,
  title: string('Dig a well'),
  status: regex('^(todo|in_progress|done)$', 'todo'),
};
const shownTask = { taskId, projectId, title: 'Dig a well', status: 'todo' };
const tasks = pathOf('/projects/{projectId}/tasks');
const task = pathOf('/tasks/{taskId}');

taskWeb.expects(
  'a request for the tasks of a project that are to do, due first',
  {
    given: 'a user with a task',
    request: { method: 'GET', path: tasks, query: { status: 'todo', order: 'dueDate' } },
    answer: { status: 200, body: { items: eachLike({ ...aTask, status: 'todo' }) } },
    isOnEveryStage: true,
  },
  async ({ client }) => {
    const { body } = await client.listTasks({ path: inProject, query: { status: 'todo', order: 'dueDate' } });
    expect(body.items).toEqual([shownTask]);
  },
);

taskWeb.expects(
  'a request for the tasks of a project that is not there',
  { request: { method: 'GET', path: `/projects/${projectId}/tasks` }, answer: problem('NOT_FOUND') },
  async ({ client }) => {
    await expect(client.listTasks({ path: inProject })).rejects.toMatchObject({ problem: { code: 'NOT_FOUND' } });
  },
);

taskWeb.expects(
  'a new task',
  {
    given: 'a user with a project',
    request: { method: 'POST', path: tasks, body: { title: 'Dig a well', dueDate: '2027-02-28' } },
    answer: {
      status: 201,
      headers: { Location: aLocation(`/tasks/${taskId}`), ETag: anEtag },
      body: { ...aTask, dueDate: '2027-02-28' },
    },
    isOnEveryStage: true,
  },
  async ({ client }) => {
    const created = await client.createTask({ path: inProject, body: { title: 'Dig a well', dueDate: '2027-02-28' } });
    expect(created.headers).toEqual({ Location: `/tasks/${taskId}`, ETag: '"1"' });
    expect(created.body).toEqual({ ...shownTask, dueDate: '2027-02-28' });
  },
);

taskWeb.expects(
  'a new task of somebody who is no member',
  {
    given: 'a user with a project',
    request: { method: 'POST', path: tasks, body: { title: 'Dig a well', assigneeId: userId } },
    answer: problem('VALIDATION_FAILED', {
      errors: eachLike({ at: string('/assigneeId'), detail: string('is no member of the project') }),
    }),
  },
  async ({ client }) => {
    const call = client.createTask({ path: inProject, body: { title: 'Dig a well', assigneeId: userId } });
    await expect(call).rejects.toMatchObject({
      status: 422,
      problem: { code: 'VALIDATION_FAILED', errors: [{ at: '/assigneeId', detail: 'is no member of the project' }] },
    });
  },
);

taskWeb.expects(
  'a request for a task',
  {
    given: 'a user with a task',
    request: { method: 'GET', path: task },
    answer: { status: 200, headers: { ETag: anEtag }, body: { ...aTask, createdBy: { userId: anId.userId } } },
  },
  async ({ client }) => {
    const { body, headers } = await client.getTask({ path });
    expect(body).toEqual({ ...shownTask, createdBy: { userId } });
    expect(headers.ETag).toBe('"1"');
  },
);

taskWeb.expects(
  'a request for a task that is not there',
  { request: { method: 'GET', path: `/tasks/${taskId}` }, answer: problem('NOT_FOUND') },
  async ({ client }) => {
    await expect(client.getTask({ path })).rejects.toMatchObject({ status: 404, problem: { code: 'NOT_FOUND' } });
  },
);

const change = { title: 'Dig two wells', status: 'in_progress' } as const;

taskWeb.expects(
  'a change of a task',
  {
    given: 'a user with a task',
    request: { method: 'PUT', path: task, headers: { 'If-Match': given('etag', '"1"') }, body: change },
    answer: { status: 200, headers: { ETag: anEtag }, body: { ...aTask, ...change } },
  },
  async ({ client }) => {
    const { body, headers } = await client.updateTask({ path, body: change, ifMatch: '"1"' });
    expect(body).toEqual({ ...shownTask, ...change });
    expect(headers.ETag).toBe('"1"');
  },
);

taskWeb.expects(
  'a change of a task that was changed meanwhile',
  {
    given: 'a task that was changed since the user saw it',
    request: { method: 'PUT', path: task, headers: { 'If-Match': given('staleEtag', '"1"') }, body: change },
    answer: problem('PRECONDITION_FAILED'),
  },
  async ({ client }) => {
    await expect(client.updateTask({ path, body: change, ifMatch: '"1"' })).rejects.toMatchObject({
      status: 412,
      problem: { code: 'PRECONDITION_FAILED' },
    });
  },
);

taskWeb.expects(
  'the end of a task',
  {
    given: 'a user with a task',
    request: { method: 'DELETE', path: task, headers: { 'If-Match': given('etag', '"1"') } },
    answer: { status: 204 },
  },
  async ({ client }) => {
    expect((await client.deleteTask({ path, ifMatch: '"1"' })).status).toBe(204);
  },
);

taskWeb.expects(
  'the end of a task that was changed meanwhile',
  {
    given: 'a task that was changed since the user saw it',
    request: { method: 'DELETE', path: task, headers: { 'If-Match': given('staleEtag', '"1"') } },
    answer: problem('PRECONDITION_FAILED'),
  },
  async ({ client }) => {
    await expect(client.deleteTask({ path, ifMatch: '"1"' })).rejects.toMatchObject({ status: 412 });
  },
);
