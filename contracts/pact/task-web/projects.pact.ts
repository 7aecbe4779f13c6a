import { MatchersV3 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import { aLocation, anEtag, anId, given, ids, pathOf, problem } from '../matchers.ts';
import { taskWeb } from './task-web.ts';

const { eachLike, string } = MatchersV3;

const { projectId } = ids;
const path = { projectId };
const aProject = { projectId: anId.projectId, name: string('Moon base') };

taskWeb.expects(
  'a request for the first page of projects',
  {
    given: 'a user with two projects',
    request: { method: 'GET', path: '/projects', query: { limit: '1' } },
    answer: { status: 200, body: { items: eachLike(aProject), nextCursor: string('more') } },
    isOnEveryStage: true,
  },
  async ({ client }) => {
    const { body } = await client.listProjects({ query: { limit: '1' } });
    expect(body).toEqual({ items: [{ projectId, name: 'Moon base' }], nextCursor: 'more' });
  },
);

taskWeb.expects(
  'a request for the next page of projects',
  {
    given: 'a user with two projects',
    request: { method: 'GET', path: '/projects', query: { limit: '1', cursor: given('cursor', 'more') } },
    answer: { status: 200, body: { items: eachLike(aProject) } },
  },
  async ({ client }) => {
    const { body } = await client.listProjects({ query: { limit: '1', cursor: 'more' } });
    expect(body.items).toHaveLength(1);
  },
);

taskWeb.expects(
  'a new project',
  {
    request: {
      method: 'POST',
      path: '/projects',
      headers: { 'Idempotency-Key': given('freshKey', 'one-attempt') },
      body: { name: 'Moon base' },
    },
    given: 'a user who has made nothing yet',
    answer: {
      status: 201,
      headers: { Location: aLocation(`/projects/${projectId}`), ETag: anEtag },
      body: aProject,
    },
    isOnEveryStage: true,
  },
  async ({ client }) => {
    const created = await client.createProject({ body: { name: 'Moon base' }, idempotencyKey: 'one-attempt' });
    expect(created.headers).toEqual({ Location: `/projects/${projectId}`, ETag: '"1"' });
    expect(created.body.projectId).toBe(projectId);
  },
);

taskWeb.expects(
  'a new project with the idempotency key of another',
  {
    given: 'a project that was made with an idempotency key',
    request: {
      method: 'POST',
      path: '/projects',
      headers: { 'Idempotency-Key': given('idempotencyKey', 'used') },
      body: { name: 'Mars base' },
    },
    answer: problem('IDEMPOTENCY_MISMATCH'),
  },
  async ({ client }) => {
    await expect(client.createProject({ body: { name: 'Mars base' }, idempotencyKey: 'used' })).rejects.toMatchObject({
      status: 422,
      problem: { code: 'IDEMPOTENCY_MISMATCH' },
    });
  },
);

taskWeb.expects(
  'a request for a project',
  {
    given: 'a user with a project',
    request: { method: 'GET', path: pathOf('/projects/{projectId}') },
    answer: { status: 200, headers: { ETag: anEtag }, body: { ...aProject, partnerIds: [] } },
    isOnEveryStage: true,
  },
  async ({ client }) => {
    const { body, headers } = await client.getProject({ path });
    expect(body).toEqual({ projectId, name: 'Moon base', partnerIds: [] });
    expect(headers.ETag).toBe('"1"');
  },
);

taskWeb.expects(
  'a request for a project that is not there',
  {
    request: { method: 'GET', path: `/projects/${projectId}` },
    answer: problem('NOT_FOUND'),
    isOnEveryStage: true,
  },
  async ({ client }) => {
    await expect(client.getProject({ path })).rejects.toMatchObject({ status: 404, problem: { code: 'NOT_FOUND' } });
  },
);

const change = { name: 'Mars base', partnerIds: [] };

taskWeb.expects(
  'a change of a project',
  {
    given: 'a user with a project that nobody has changed',
    request: {
      method: 'PUT',
      path: pathOf('/projects/{projectId}'),
      headers: { 'If-Match': given('etag', '"1"') },
      body: change,
    },
    answer: { status: 200, headers: { ETag: anEtag }, body: { projectId: anId.projectId, name: 'Mars base' } },
  },
  async ({ client }) => {
    const { body, headers } = await client.updateProject({ path, body: change, ifMatch: '"1"' });
    expect(body.name).toBe('Mars base');
    expect(headers.ETag).toBe('"1"');
  },
);

taskWeb.expects(
  'a change of a project that was changed meanwhile',
  {
    given: 'a project that was changed since the user saw it',
    request: {
      method: 'PUT',
      path: pathOf('/projects/{projectId}'),
      headers: { 'If-Match': given('staleEtag', '"1"') },
      body: change,
    },
    answer: problem('PRECONDITION_FAILED'),
  },
  async ({ client }) => {
    await expect(client.updateProject({ path, body: change, ifMatch: '"1"' })).rejects.toMatchObject({
      status: 412,
      problem: { code: 'PRECONDITION_FAILED' },
    });
  },
);

taskWeb.expects(
  'the end of a project',
  {
    given: 'a user with a project that nobody has changed',
    request: { method: 'DELETE', path: pathOf('/projects/{projectId}'), headers: { 'If-Match': given('etag', '"1"') } },
    answer: { status: 204 },
  },
  async ({ client }) => {
    expect((await client.deleteProject({ path, ifMatch: '"1"' })).status).toBe(204);
  },
);

taskWeb.expects(
  'the end of a project that belongs to somebody else',
  {
    given: 'a project of a colleague, with the user as a member',
    request: { method: 'DELETE', path: pathOf('/projects/{projectId}') },
    answer: problem('FORBIDDEN'),
  },
  async ({ client }) => {
    await expect(client.deleteProject({ path })).rejects.toMatchObject({ status: 403, problem: { code: 'FORBIDDEN' } });
  },
);
