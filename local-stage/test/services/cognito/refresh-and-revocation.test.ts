import { createHmac } from 'node:crypto';
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminUserGlobalSignOutCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CognitoStage,
  clients,
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

const refresh = (REFRESH_TOKEN: string, ClientId = clients.app.id, more: Record<string, string> = {}) =>
  stage.operator.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN, ...more },
    }),
  );
const getUser = (AccessToken: string) => stage.operator.send(new GetUserCommand({ AccessToken }));
const signedIn = async () => {
  const { email, sub } = await signUp(stage);
  return { email, sub, ...(await signIn(stage, email)) };
};
const refused = (message: string) => ({ name: 'NotAuthorizedException', message });

describe('a refresh token', () => {
  it('has the form of an encrypted token, and is another at each sign-in', async () => {
    const [first, second] = [await signedIn(), await signedIn()];
    expect(decodeProtectedHeader(first.refreshToken)).toEqual({ cty: 'JWT', enc: 'A256GCM', alg: 'RSA-OAEP' });
    expect(first.refreshToken.split('.')).toHaveLength(5);
    expect(second.refreshToken).not.toBe(first.refreshToken);
  });
});

describe('REFRESH_TOKEN_AUTH', () => {
  it('answers new tokens of the same sign-in, and no new refresh token', async () => {
    const { accessToken, refreshToken } = await signedIn();
    const before = (await verify(stage, accessToken)).payload;
    stage.clock.advance(3_600_000);

    const { AuthenticationResult } = await refresh(refreshToken);

    const after = (await verify(stage, AuthenticationResult?.AccessToken ?? '')).payload;
    expect(AuthenticationResult).not.toHaveProperty('RefreshToken');
    expect(after).toMatchObject({
      origin_jti: before['origin_jti'],
      event_id: before['event_id'],
      auth_time: before['auth_time'],
      iat: (before.iat ?? 0) + 3600,
    });
    expect(after.jti).not.toBe(before.jti);
  });

  it('is also a call of its own', async () => {
    const { refreshToken } = await signedIn();
    const command = new GetTokensFromRefreshTokenCommand({ ClientId: clients.app.id, RefreshToken: refreshToken });
    const { AuthenticationResult } = await stage.operator.send(command);
    await expect(verify(stage, AuthenticationResult?.IdToken ?? '')).resolves.toBeDefined();
  });

  it('takes the secret hash of the user name, not of the address', async () => {
    const { email, sub } = await signUp(stage);
    const { id, secret = '' } = clients.confidential;
    const hashOf = (name: string) => createHmac('sha256', secret).update(`${name}${id}`).digest('base64');
    const parameters = { USERNAME: email, PASSWORD: password, SECRET_HASH: hashOf(email) };
    const answer = await stage.operator.send(
      new InitiateAuthCommand({ ClientId: id, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: parameters }),
    );
    const token = answer.AuthenticationResult?.RefreshToken ?? '';
    await expect(refresh(token, id, { SECRET_HASH: hashOf(email) })).rejects.toMatchObject(
      refused(`Unable to verify secret hash for client ${id}`),
    );
    await expect(refresh(token, id, { SECRET_HASH: hashOf(sub) })).resolves.toBeDefined();
  });

  it('refuses garbage, and the token of another client', async () => {
    const { refreshToken } = await signedIn();
    await expect(refresh('garbage')).rejects.toMatchObject(refused('Invalid Refresh Token.'));
    await expect(refresh(refreshToken, clients.legacy.id)).rejects.toMatchObject(refused('Invalid Refresh Token.'));
  });

  it('ends with the validity of the refresh token', async () => {
    const { refreshToken } = await signedIn();
    stage.clock.advance(30 * 86_400_000 - 1);
    await expect(refresh(refreshToken)).resolves.toBeDefined();
    stage.clock.advance(1);
    await expect(refresh(refreshToken)).rejects.toMatchObject(refused('Refresh Token has expired'));
  });
});

describe('a revoked sign-in', () => {
  const revocations: readonly [
    name: string,
    revoke: (tokens: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>,
  ][] = [
    [
      'RevokeToken',
      ({ refreshToken }) =>
        stage.operator.send(new RevokeTokenCommand({ ClientId: clients.app.id, Token: refreshToken })),
    ],
    ['GlobalSignOut', ({ accessToken }) => stage.operator.send(new GlobalSignOutCommand({ AccessToken: accessToken }))],
    [
      'AdminUserGlobalSignOut',
      ({ email }) => stage.operator.send(new AdminUserGlobalSignOutCommand({ UserPoolId: pool.id, Username: email })),
    ],
  ];
  it.each(revocations)('by %s is refused by Cognito, while its signature holds until it expires', async (_, revoke) => {
    const tokens = await signedIn();
    await expect(getUser(tokens.accessToken)).resolves.toMatchObject({ Username: tokens.sub });

    await revoke(tokens);

    await expect(refresh(tokens.refreshToken)).rejects.toMatchObject(refused('Refresh Token has been revoked'));
    await expect(getUser(tokens.accessToken)).rejects.toMatchObject(refused('Access Token has been revoked'));
    await expect(verify(stage, tokens.accessToken)).resolves.toBeDefined();
    stage.clock.advance(3_600_000);
    await expect(verify(stage, tokens.accessToken)).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
  });

  it('by RevokeToken leaves the other sign-ins of the user', async () => {
    const { email, refreshToken } = await signedIn();
    const other = await signIn(stage, email);
    await stage.operator.send(new RevokeTokenCommand({ ClientId: clients.app.id, Token: refreshToken }));
    await expect(refresh(other.refreshToken)).resolves.toBeDefined();
    await stage.operator.send(new GlobalSignOutCommand({ AccessToken: other.accessToken }));
    await expect(refresh(other.refreshToken)).rejects.toMatchObject(refused('Refresh Token has been revoked'));
  });

  it('by GlobalSignOut is refused also where tokens carry no origin_jti', async () => {
    const { email } = await signUp(stage);
    const { accessToken } = await signIn(stage, email, clients.unrevocable.id);
    await stage.operator.send(new GlobalSignOutCommand({ AccessToken: accessToken }));
    await expect(getUser(accessToken)).rejects.toMatchObject(refused('Access Token has been revoked'));
  });

  it('by AdminDisableUser is refused', async () => {
    const { email, accessToken } = await signedIn();
    await stage.operator.send(new AdminDisableUserCommand({ UserPoolId: pool.id, Username: email }));
    await expect(getUser(accessToken)).rejects.toMatchObject(refused('Access Token has been revoked'));
  });
});

describe('RevokeToken', () => {
  const revoke = (Token: string, ClientId = clients.app.id) =>
    stage.operator.send(new RevokeTokenCommand({ ClientId, Token }));

  it('refuses an access token, a token of another client, and a client that does not revoke', async () => {
    const { email, accessToken, refreshToken } = await signedIn();
    await expect(revoke(accessToken)).rejects.toMatchObject({ name: 'UnsupportedTokenTypeException' });
    await expect(revoke(refreshToken, clients.legacy.id)).rejects.toMatchObject({ name: 'UnauthorizedException' });
    await expect(revoke(refreshToken, clients.confidential.id)).rejects.toMatchObject({
      name: 'UnauthorizedException',
    });
    const { refreshToken: other } = await signIn(stage, email, clients.unrevocable.id);
    const unsupported = { name: 'UnsupportedOperationException' };
    await expect(revoke(other, clients.unrevocable.id)).rejects.toMatchObject(unsupported);
    await expect(refresh(refreshToken)).resolves.toBeDefined();
  });

  it('answers for an unknown token as for one that it revokes', async () => {
    await expect(revoke('never-issued')).resolves.toBeDefined();
  });
});

describe('an access token at GetUser', () => {
  it('is refused once expired, tampered with, of the wrong kind, or of a user who is gone', async () => {
    const { email, accessToken, idToken } = await signedIn();
    const [header, payload, signature = ''] = accessToken.split('.');
    const flipped = signature.startsWith('A') ? 'B' : 'A';
    const forged = [header, payload, `${flipped}${signature.slice(1)}`].join('.');
    await expect(getUser('garbage')).rejects.toMatchObject(refused('Invalid Access Token'));
    await expect(getUser(idToken)).rejects.toMatchObject(refused('Invalid Access Token'));
    await expect(getUser(forged)).rejects.toMatchObject(refused('Could not verify signature for Access Token'));
    await stage.operator.send(new AdminDeleteUserCommand({ UserPoolId: pool.id, Username: email }));
    await expect(getUser(accessToken)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    stage.clock.advance(3_600_000);
    await expect(getUser(accessToken)).rejects.toMatchObject(refused('Access Token has expired'));
  });
});
