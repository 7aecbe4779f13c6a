import { MatchersV3 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import { taskApi } from '../../task-api.ts';
import { consumerOf } from '../consumer.ts';
import { anId, ids, pathOf, problem, seconds } from '../matchers.ts';
import { placeholders } from '../placeholders.ts';

const { eachLike, string } = MatchersV3;

const token = { Authorization: placeholders.partner };
const partnerApp = consumerOf('partner-app', taskApi, { ...token, 'x-api-key': placeholders.partnerKey });
const keylessPartnerApp = consumerOf('partner-app', taskApi, token);
const busyPartnerApp = consumerOf('partner-app', taskApi, { ...token, 'x-api-key': placeholders.busyPartnerKey });

const { projectId, taskId } = ids;
const path = { projectId };
const tasks = pathOf('/partner/projects/{projectId}/tasks');
const aTask = { taskId: anId.taskId, title: string('Dig a well'), status: string('todo') };
const shownTask = { taskId, title: 'Dig a well', status: 'todo' };

partnerApp.expects(
  'a request for the projects that are shared with the partner',
  {
    given: 'a project that is shared with the partner',
    request: { method: 'GET', path: '/partner/projects' },
    answer: { status: 200, body: { items: eachLike({ projectId: anId.projectId, name: string('Moon base') }) } },
    isOnEveryStage: true,
  },
  async ({ client }) => {
    const { body } = await client.listPartnerProjects();
    expect(body.items).toEqual([{ projectId, name: 'Moon base' }]);
  },
);

partnerApp.expects(
  'a request for the tasks of a project that is shared with the partner',
  {
    given: 'a project with a task that is shared with the partner',
    request: { method: 'GET', path: tasks },
    answer: { status: 200, body: { items: eachLike(aTask) } },
  },
  async ({ client }) => {
    expect((await client.listPartnerTasks({ path })).body.items).toEqual([shownTask]);
  },
);

partnerApp.expects(
  'a new task of the partner',
  {
    given: 'a project that is shared with the partner',
    request: { method: 'POST', path: tasks, body: { title: 'Dig a well' } },
    answer: { status: 201, body: aTask },
  },
  async ({ client }) => {
    expect((await client.createPartnerTask({ path, body: { title: 'Dig a well' } })).body).toEqual(shownTask);
  },
);

partnerApp.expects(
  'a request for the tasks of a project that is not shared with the partner',
  {
    given: 'a user with a project',
    request: { method: 'GET', path: tasks },
    answer: problem('NOT_FOUND'),
  },
  async ({ client }) => {
    await expect(client.listPartnerTasks({ path })).rejects.toMatchObject({
      status: 404,
      problem: { code: 'NOT_FOUND' },
    });
  },
);

keylessPartnerApp.expects(
  'a request for projects without an API key',
  { request: { method: 'GET', path: '/partner/projects' }, answer: { status: 403 }, isOnEveryStage: true },
  async ({ client }) => {
    await expect(client.listPartnerProjects()).rejects.toMatchObject({ status: 403 });
  },
);

busyPartnerApp.expects(
  'a request for projects past the usage plan',
  {
    given: 'a partner that has used up its plan',
    request: { method: 'GET', path: '/partner/projects' },
    answer: { status: 429, headers: { 'Retry-After': seconds } },
  },
  async ({ client, waits }) => {
    await expect(client.listPartnerProjects()).rejects.toMatchObject({ status: 429 });
    expect(waits).toEqual([1000, 1000, 1000]);
  },
);
