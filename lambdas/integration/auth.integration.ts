import { beforeAll, describe, expect, test } from 'vitest';
import { createPerson, type Person } from './people.ts';
import { problem, send, withoutModel } from './requests.ts';

let ann: Person;
beforeAll(async () => {
  ann = await createPerson('ann');
});

const signIn = async () => {
  const { body } = await send('login', { body: { email: ann.email, password: ann.password } });
  return body as { refreshToken: string; idToken: string };
};

describe('login', () => {
  test('gives tokens that the API takes', async () => {
    const answer = await send('login', { body: { email: ann.email, password: ann.password } });
    expect(answer).toMatchObject({ status: 200, body: { tokenType: 'Bearer', expiresIn: 3600 } });
    const { status } = await send('listProjects', { headers: { Authorization: answer.body.idToken } });
    expect(status).toBe(200);
  });

  test('looks the same for a wrong password and an unknown user', async () => {
    const wrong = await send('login', { body: { email: ann.email, password: 'not-the-password' } });
    const unknown = await send('login', { body: { email: 'nobody@gatehouse.example', password: 'x' } });
    expect(wrong).toMatchObject(problem('INVALID_CREDENTIALS'));
    expect({ ...unknown.body, requestId: '' }).toEqual({ ...wrong.body, requestId: '' });
  });

  test('refuses what is no JSON and what breaks the schema, with a model and without', async () => {
    expect(await send('login', { body: '{' })).toMatchObject({ status: 400 });
    expect(await send('login', { body: { email: ann.email } })).toMatchObject({ status: 400 });
    expect(await send('login', { body: '{', headers: withoutModel })).toMatchObject(problem('INVALID_JSON'));
    expect(await send('login', { body: { email: 'x' }, headers: withoutModel })).toMatchObject(
      problem('VALIDATION_FAILED', {
        errors: expect.arrayContaining([{ at: '/password', detail: expect.any(String) }]),
      }),
    );
  });
});

describe('refresh', () => {
  test('gives new tokens, and no new refresh token', async () => {
    const { refreshToken } = await signIn();
    const answer = await send('refresh', { body: { refreshToken } });
    expect(answer).toMatchObject({ status: 200, body: { tokenType: 'Bearer', expiresIn: 3600 } });
    expect(answer.body).not.toHaveProperty('refreshToken');
    const { status } = await send('listProjects', { headers: { Authorization: answer.body.idToken } });
    expect(status).toBe(200);
  });

  test('refuses what is no refresh token', async () => {
    const { idToken } = await signIn();
    for (const refreshToken of ['garbage', idToken]) {
      expect(await send('refresh', { body: { refreshToken } })).toMatchObject(problem('INVALID_REFRESH_TOKEN'));
    }
    expect(await send('refresh', { body: {} })).toMatchObject({ status: 400 });
    expect(await send('refresh', { body: '', headers: withoutModel })).toMatchObject(problem('INVALID_JSON'));
    expect(await send('refresh', { body: { refreshToken: '' }, headers: withoutModel })).toMatchObject(
      problem('VALIDATION_FAILED'),
    );
  });
});

describe('logout', () => {
  test('revokes the refresh token, as often as it is asked; tokens that it gave live on', async () => {
    const { refreshToken, idToken } = await signIn();
    const logout = () => send('logout', { headers: { Authorization: idToken }, body: { refreshToken } });
    expect(await logout()).toMatchObject({ status: 204, text: '' });
    expect(await logout()).toMatchObject({ status: 204 });
    expect(await send('refresh', { body: { refreshToken } })).toMatchObject(problem('INVALID_REFRESH_TOKEN'));
    expect(await send('listProjects', { headers: { Authorization: idToken } })).toMatchObject({ status: 200 });
  });

  test('refuses a token of another kind, another body, and who is not signed in', async () => {
    const { refreshToken, idToken } = await signIn();
    expect(await ann.send('logout', { body: { refreshToken: idToken } })).toMatchObject(
      problem('VALIDATION_FAILED', { errors: [{ at: '/refreshToken', detail: expect.any(String) }] }),
    );
    expect(await ann.send('logout', { body: 'x', headers: withoutModel })).toMatchObject(problem('INVALID_JSON'));
    expect(await ann.send('logout', { body: { token: refreshToken } })).toMatchObject({ status: 400 });
    expect(await send('logout', { body: { refreshToken } })).toMatchObject({ status: 401 });
  });
});
