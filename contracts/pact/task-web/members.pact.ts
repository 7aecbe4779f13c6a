import { MatchersV3 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import { aLocation, anId, given, ids, pathOf, problem } from '../matchers.ts';
import { taskWeb } from './task-web.ts';

const { eachLike, regex } = MatchersV3;

const { projectId, userId } = ids;
const path = { projectId };
const aRole = regex('^(owner|member)$', 'member');
const newMember = { userId, role: 'member' } as const;
const newMemberRequest = { userId: given('colleagueId', userId), role: 'member' };
const members = pathOf('/projects/{projectId}/members');

taskWeb.expects(
  'a request for the members of a project',
  {
    given: 'a user with a project',
    request: { method: 'GET', path: members },
    answer: { status: 200, body: { items: eachLike({ userId: anId.userId, role: aRole }) } },
  },
  async ({ client }) => {
    const { body } = await client.listMembers({ path });
    expect(body.items).toEqual([{ userId, role: 'member' }]);
  },
);

taskWeb.expects(
  'a request for the members of a project that is not there',
  { request: { method: 'GET', path: `/projects/${projectId}/members` }, answer: problem('NOT_FOUND') },
  async ({ client }) => {
    await expect(client.listMembers({ path })).rejects.toMatchObject({ status: 404, problem: { code: 'NOT_FOUND' } });
  },
);

taskWeb.expects(
  'a new member of a project',
  {
    given: 'a user with a project, and a colleague',
    request: { method: 'POST', path: members, body: newMemberRequest },
    answer: {
      status: 201,
      headers: { Location: aLocation(`/projects/${projectId}/members/${userId}`) },
      body: { userId: anId.userId, role: 'member' },
    },
  },
  async ({ client }) => {
    const added = await client.addMember({ path, body: newMember });
    expect(added.body).toEqual({ userId, role: 'member' });
    expect(added.headers.Location).toBe(`/projects/${projectId}/members/${userId}`);
  },
);

taskWeb.expects(
  'a new member of a project who is one already',
  {
    given: 'a user with a project, and a colleague as a member',
    request: { method: 'POST', path: members, body: newMemberRequest },
    answer: problem('ALREADY_MEMBER'),
  },
  async ({ client }) => {
    await expect(client.addMember({ path, body: newMember })).rejects.toMatchObject({
      status: 409,
      problem: { code: 'ALREADY_MEMBER' },
    });
  },
);

taskWeb.expects(
  'a new member of a project of somebody else',
  {
    given: 'a project of a colleague, with the user as a member',
    request: { method: 'POST', path: members, body: newMemberRequest },
    answer: problem('FORBIDDEN'),
  },
  async ({ client }) => {
    await expect(client.addMember({ path, body: newMember })).rejects.toMatchObject({
      status: 403,
      problem: { code: 'FORBIDDEN' },
    });
  },
);

taskWeb.expects(
  'the end of a membership',
  {
    given: 'a user with a project, and a colleague as a member',
    request: { method: 'DELETE', path: pathOf('/projects/{projectId}/members/{userId}') },
    answer: { status: 204 },
  },
  async ({ client }) => {
    expect((await client.removeMember({ path: { projectId, userId } })).status).toBe(204);
  },
);

taskWeb.expects(
  "the end of the last owner's membership",
  {
    given: 'a user who is the only owner of a project',
    request: { method: 'DELETE', path: pathOf('/projects/{projectId}/members/{userId}') },
    answer: problem('LAST_OWNER'),
  },
  async ({ client }) => {
    await expect(client.removeMember({ path: { projectId, userId } })).rejects.toMatchObject({
      status: 409,
      problem: { code: 'LAST_OWNER' },
    });
  },
);
