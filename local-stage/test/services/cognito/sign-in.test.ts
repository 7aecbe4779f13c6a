import { createHmac } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminInitiateAuthCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandInput,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adminSignIn,
  type CognitoStage,
  clients,
  newEmail,
  password,
  pool,
  signIn,
  signUp,
  startCognitoStage,
  verify,
} from './cognito-stage.ts';

let stage: CognitoStage;
beforeAll(async () => {
  stage = await startCognitoStage();
});
afterAll(() => stage.close());

const initiate = (
  parameters: Record<string, string>,
  changes: Partial<Pick<InitiateAuthCommandInput, 'ClientId' | 'AuthFlow'>> = {},
) =>
  stage.operator.send(
    new InitiateAuthCommand({
      ClientId: clients.app.id,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: parameters,
      ...changes,
    }),
  );

const wrongPassword = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

describe('USER_PASSWORD_AUTH', () => {
  it('answers tokens', async () => {
    const { email } = await signUp(stage);
    const answer = await initiate({ USERNAME: email, PASSWORD: password });
    expect(answer.AuthenticationResult).toEqual({
      AccessToken: expect.any(String),
      ExpiresIn: 3600,
      IdToken: expect.any(String),
      RefreshToken: expect.any(String),
      TokenType: 'Bearer',
    });
    expect(answer.ChallengeParameters).toEqual({});
  });

  it("puts Cognito's claims into the ID token", async () => {
    const { email, sub } = await signUp(stage);
    const { payload, protectedHeader } = await verify(stage, (await signIn(stage, email)).idToken);
    const now = Math.floor(stage.clock.now() / 1000);
    expect(protectedHeader).toEqual({ kid: expect.any(String), alg: 'RS256' });
    expect(payload).toEqual({
      sub,
      email,
      email_verified: true,
      iss: pool.issuer,
      'cognito:username': sub,
      origin_jti: expect.any(String),
      aud: clients.app.id,
      event_id: expect.any(String),
      token_use: 'id',
      auth_time: now,
      iat: now,
      exp: now + 1800,
      jti: expect.any(String),
    });
  });

  it("puts Cognito's claims into the access token, under another key", async () => {
    const { email, sub } = await signUp(stage);
    const tokens = await signIn(stage, email);
    const id = await verify(stage, tokens.idToken);
    const access = await verify(stage, tokens.accessToken);
    const now = Math.floor(stage.clock.now() / 1000);
    expect(access.payload).toEqual({
      sub,
      iss: pool.issuer,
      client_id: clients.app.id,
      origin_jti: id.payload['origin_jti'],
      event_id: id.payload['event_id'],
      token_use: 'access',
      scope: 'aws.cognito.signin.user.admin',
      auth_time: now,
      iat: now,
      exp: now + 3600,
      jti: expect.any(String),
      username: sub,
    });
    expect(access.payload.jti).not.toBe(id.payload.jti);
    expect(access.protectedHeader.kid).not.toBe(id.protectedHeader.kid);
  });

  it('leaves origin_jti out where the client revokes no tokens', async () => {
    const { email } = await signUp(stage);
    const { idToken } = await signIn(stage, email, clients.unrevocable.id);
    expect((await verify(stage, idToken)).payload['origin_jti']).toBeUndefined();
  });

  it('finds the user by any spelling of the address, and by the sub', async () => {
    const { email, sub } = await signUp(stage);
    await expect(signIn(stage, email.toUpperCase())).resolves.toBeDefined();
    await expect(signIn(stage, sub)).resolves.toBeDefined();
  });

  it('answers a wrong password and, where the client hides it, an unknown user alike', async () => {
    const { email } = await signUp(stage);
    await expect(initiate({ USERNAME: email, PASSWORD: 'x' })).rejects.toMatchObject(wrongPassword);
    await expect(initiate({ USERNAME: newEmail(), PASSWORD: 'x' })).rejects.toMatchObject(wrongPassword);
    const shown = initiate({ USERNAME: newEmail(), PASSWORD: 'x' }, { ClientId: clients.legacy.id });
    await expect(shown).rejects.toMatchObject({ name: 'UserNotFoundException', message: 'User does not exist.' });
  });

  it('refuses who has not confirmed the address, though not before the password is right', async () => {
    const email = newEmail();
    await stage.operator.send(new SignUpCommand({ ClientId: clients.app.id, Username: email, Password: password }));
    await expect(initiate({ USERNAME: email, PASSWORD: 'x' })).rejects.toMatchObject(wrongPassword);
    await expect(initiate({ USERNAME: email, PASSWORD: password })).rejects.toMatchObject({
      name: 'UserNotConfirmedException',
      message: 'User is not confirmed.',
    });
  });

  it('refuses a disabled user until enabled again', async () => {
    const { email } = await signUp(stage);
    await stage.operator.send(new AdminDisableUserCommand({ UserPoolId: pool.id, Username: email }));
    await expect(signIn(stage, email)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User is disabled.',
    });
    await stage.operator.send(new AdminEnableUserCommand({ UserPoolId: pool.id, Username: email }));
    await expect(signIn(stage, email)).resolves.toBeDefined();
  });

  it('locks out after five failures, for twice as long each time, and forgives a sign-in', async () => {
    const { email } = await signUp(stage);
    const attempt = (given: string) => initiate({ USERNAME: email, PASSWORD: given });
    const lockedOut = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' };
    for (let failure = 0; failure < 5; failure++) await expect(attempt('x')).rejects.toMatchObject(wrongPassword);
    await expect(attempt(password)).rejects.toMatchObject(lockedOut);
    stage.clock.advance(1000);
    await expect(attempt('x')).rejects.toMatchObject(wrongPassword);
    stage.clock.advance(1000);
    await expect(attempt(password)).rejects.toMatchObject(lockedOut);
    stage.clock.advance(1000);
    await expect(attempt(password)).resolves.toBeDefined();
    await expect(attempt('x')).rejects.toMatchObject(wrongPassword);
    await expect(attempt(password)).resolves.toBeDefined();
  });

  it('says which parameter is missing', async () => {
    await expect(initiate({ PASSWORD: 'x' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Missing required parameter USERNAME',
    });
  });

  it('checks the secret hash of a confidential client', async () => {
    const { email } = await signUp(stage);
    const { id, secret = '' } = clients.confidential;
    const ClientId = { ClientId: id };
    await expect(initiate({ USERNAME: email, PASSWORD: password }, ClientId)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: `Client ${id} is configured with secret but SECRET_HASH was not received`,
    });
    const SECRET_HASH = createHmac('sha256', secret).update(`${email}${id}`).digest('base64');
    await expect(initiate({ USERNAME: email, PASSWORD: password, SECRET_HASH }, ClientId)).resolves.toBeDefined();
    await expect(initiate({ USERNAME: email, PASSWORD: password, SECRET_HASH })).rejects.toMatchObject({
      message: `Client ${clients.app.id} is not configured for secret but secret hash was received`,
    });
  });
});

describe('the switches of a client', () => {
  const parameters = { USERNAME: 'ann@example.com', PASSWORD: 'x', SRP_A: 'ff', REFRESH_TOKEN: 'x' };
  it.each([
    ['USER_PASSWORD_AUTH', clients.srpOnly.id, 'USER_PASSWORD_AUTH flow not enabled for this client'],
    ['USER_SRP_AUTH', clients.contacts.id, 'USER_SRP_AUTH is not enabled for the client.'],
    ['REFRESH_TOKEN_AUTH', clients.srpOnly.id, 'Auth flow not enabled for this client'],
    ['ADMIN_USER_PASSWORD_AUTH', clients.app.id, 'Initiate Auth method not supported.'],
    ['CUSTOM_AUTH', clients.app.id, 'CUSTOM_AUTH is not enabled for the client.'],
  ] as const)('refuse %s', async (AuthFlow, ClientId, message) => {
    const refused = { name: 'InvalidParameterException', message };
    await expect(initiate(parameters, { AuthFlow, ClientId })).rejects.toMatchObject(refused);
  });

  it('refuse ADMIN_USER_PASSWORD_AUTH', async () => {
    const command = adminSignIn('ann@example.com', 'x', clients.srpOnly.id);
    const message = 'Auth flow not enabled for this client';
    await expect(stage.operator.send(command)).rejects.toMatchObject({ name: 'InvalidParameterException', message });
  });
});

describe('a user with a temporary password', () => {
  const invite = async () => {
    const email = newEmail();
    const TemporaryPassword = 'Temporary-pass-1';
    await stage.operator.send(
      new AdminCreateUserCommand({
        UserPoolId: pool.id,
        Username: email,
        TemporaryPassword,
        MessageAction: 'SUPPRESS',
      }),
    );
    return { USERNAME: email, PASSWORD: TemporaryPassword };
  };
  const respond = (Session: string | undefined, USERNAME: string, NEW_PASSWORD: string) =>
    stage.operator.send(
      new RespondToAuthChallengeCommand({
        ClientId: clients.app.id,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session,
        ChallengeResponses: { USERNAME, NEW_PASSWORD, 'userAttributes.name': 'Ann' },
      }),
    );

  it('is asked for a new one, once', async () => {
    const parameters = await invite();
    const challenge = await initiate(parameters);
    expect(challenge).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: { requiredAttributes: '[]', userAttributes: JSON.stringify({ email: parameters.USERNAME }) },
    });
    await expect(respond(challenge.Session, parameters.USERNAME, 'short')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    const answer = await respond(challenge.Session, parameters.USERNAME, password);
    const { payload } = await verify(stage, answer.AuthenticationResult?.IdToken ?? '');
    expect(payload['name']).toBe('Ann');
    await expect(respond(challenge.Session, parameters.USERNAME, password)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session can only be used once.',
    });
    await expect(signIn(stage, parameters.USERNAME)).resolves.toBeDefined();
  });

  it('has three minutes for it', async () => {
    const parameters = await invite();
    const { Session } = await initiate(parameters);
    stage.clock.advance(3 * 60_000);
    await expect(respond(Session, parameters.USERNAME, password)).rejects.toMatchObject({
      message: 'Invalid session for the user, session is expired.',
    });
    await expect(respond('never-opened-as-a-session', parameters.USERNAME, password)).rejects.toMatchObject({
      message: 'Invalid session for the user.',
    });
  });

  it('is refused once the password has expired', async () => {
    const parameters = await invite();
    stage.clock.advance(7 * 86_400_000);
    await expect(initiate(parameters)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
  });
});

describe('AdminInitiateAuth', () => {
  it('answers tokens', async () => {
    const { email } = await signUp(stage);
    const answer = await stage.operator.send(adminSignIn(email, password));
    expect((await verify(stage, answer.AuthenticationResult?.AccessToken ?? '')).payload['token_use']).toBe('access');
  });

  it('refuses a client of another pool', async () => {
    const command = new AdminInitiateAuthCommand({
      UserPoolId: pool.id,
      ClientId: 'nobody',
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    });
    await expect(stage.operator.send(command)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool client nobody does not exist.',
    });
  });
});
