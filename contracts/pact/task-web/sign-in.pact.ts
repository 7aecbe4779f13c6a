import { MatchersV3 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import { given, problem } from '../matchers.ts';
import { expiredTaskWeb, signedOutTaskWeb, taskWeb } from './task-web.ts';

const { integer, string } = MatchersV3;

const email = 'ada@example.com';
const password = 'Correct-horse-1';
const refreshToken = 'a-refresh-token';

signedOutTaskWeb.expects(
  'a sign-in with email and password',
  {
    given: 'a registered user',
    request: {
      method: 'POST',
      path: '/auth/login',
      body: { email: given('email', email), password: given('password', password) },
    },
    answer: {
      status: 200,
      body: { idToken: string('id'), refreshToken: string('refresh'), expiresIn: integer(3600) },
    },
    isOnEveryStage: true,
  },
  async ({ client }) => {
    const { body } = await client.login({ body: { email, password } });
    expect(body).toEqual({ idToken: 'id', refreshToken: 'refresh', expiresIn: 3600 });
  },
);

signedOutTaskWeb.expects(
  'a sign-in with a wrong password',
  {
    given: 'a registered user',
    request: {
      method: 'POST',
      path: '/auth/login',
      body: { email: given('email', email), password: 'not-the-password' },
    },
    answer: problem('INVALID_CREDENTIALS'),
    isOnEveryStage: true,
  },
  async ({ client }) => {
    await expect(client.login({ body: { email, password: 'not-the-password' } })).rejects.toMatchObject({
      status: 401,
      problem: { code: 'INVALID_CREDENTIALS' },
    });
  },
);

signedOutTaskWeb.expects(
  'a refresh token for new tokens',
  {
    given: 'a user with a refresh token',
    request: { method: 'POST', path: '/auth/refresh', body: { refreshToken: given('refreshToken', refreshToken) } },
    answer: { status: 200, body: { idToken: string('id'), expiresIn: integer(3600) } },
  },
  async ({ client }) => {
    const { body } = await client.refresh({ body: { refreshToken } });
    expect(body).toEqual({ idToken: 'id', expiresIn: 3600 });
  },
);

signedOutTaskWeb.expects(
  'a refresh token that is none',
  {
    request: { method: 'POST', path: '/auth/refresh', body: { refreshToken: 'not-a-refresh-token' } },
    answer: problem('INVALID_REFRESH_TOKEN'),
  },
  async ({ client }) => {
    await expect(client.refresh({ body: { refreshToken: 'not-a-refresh-token' } })).rejects.toMatchObject({
      status: 401,
      problem: { code: 'INVALID_REFRESH_TOKEN' },
    });
  },
);

taskWeb.expects(
  'a sign-out',
  {
    given: 'a user with a refresh token',
    request: { method: 'DELETE', path: '/auth/logout', body: { refreshToken: given('refreshToken', refreshToken) } },
    answer: { status: 204 },
  },
  async ({ client }) => {
    expect((await client.logout({ body: { refreshToken } })).status).toBe(204);
  },
);

expiredTaskWeb.expects(
  'a request for projects with a token that is none',
  { request: { method: 'GET', path: '/projects' }, answer: { status: 401 }, isOnEveryStage: true },
  async ({ client }) => {
    await expect(client.listProjects()).rejects.toMatchObject({ status: 401 });
  },
);
