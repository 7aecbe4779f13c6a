import { randomBytes } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  InitiateAuthCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Callers, createCallers } from './callers.ts';
import { stage } from './requests.ts';

const cognito = new CognitoIdentityProviderClient({});
const { userPoolId: UserPoolId, userPoolClientId: ClientId, contactsClientId, tokenEndpoint } = stage.outputs;
const hourSeconds = 3600;

let callers: Callers;
beforeAll(async () => {
  callers = await createCallers();
});
afterAll(() => callers?.remove());

const signIn = (USERNAME: string, PASSWORD: string, client = ClientId) =>
  cognito.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: client,
      AuthParameters: { USERNAME, PASSWORD },
    }),
  );
const refresh = (REFRESH_TOKEN: string) =>
  cognito.send(
    new InitiateAuthCommand({ AuthFlow: 'REFRESH_TOKEN_AUTH', ClientId, AuthParameters: { REFRESH_TOKEN } }),
  );

describe('a password', () => {
  // Refused, so nobody is signed up and nothing is sent.
  test.each([
    ['11 characters', 'Abcdefgh-12'],
    ['no lower-case letter', 'ABCDEFGH-123'],
    ['no upper-case letter', 'abcdefgh-123'],
    ['no digit', 'Abcdefgh-ijk'],
  ])('with %s is refused', async (_what, Password) => {
    const Username = `refused-${randomBytes(6).toString('hex')}@smoke.gatehouse.example`;
    await expect(cognito.send(new SignUpCommand({ ClientId, Username, Password }))).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidPasswordException' }),
    );
  });
});

describe('a user', () => {
  test('gets tokens for an hour, and with the refresh token others, until it is revoked', async () => {
    const { AuthenticationResult: tokens } = await signIn(callers.user.email, callers.user.password);
    expect.assert(tokens?.RefreshToken && tokens.IdToken && tokens.AccessToken);
    expect(tokens.ExpiresIn).toBe(hourSeconds);
    for (const token of [tokens.IdToken, tokens.AccessToken]) {
      const { exp = 0, iat = 0 } = decodeJwt(token);
      expect(exp - iat).toBe(hourSeconds);
    }
    expect((await refresh(tokens.RefreshToken)).AuthenticationResult?.IdToken).toBeTypeOf('string');
    await cognito.send(new RevokeTokenCommand({ ClientId, Token: tokens.RefreshToken }));
    await expect(refresh(tokens.RefreshToken)).rejects.toThrow(
      expect.objectContaining({ name: 'NotAuthorizedException' }),
    );
  });

  test('can prove the password without sending it', async () => {
    const { ChallengeName } = await cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_SRP_AUTH',
        ClientId,
        AuthParameters: { USERNAME: callers.user.email, SRP_A: randomBytes(384).toString('hex') },
      }),
    );
    expect(ChallengeName).toBe('PASSWORD_VERIFIER');
  });

  test('who does not exist looks like one whose password is wrong', async () => {
    const answerOf = (email: string) =>
      signIn(email, 'Wrong-password-1').catch(({ name, message }) => ({ name, message }));
    const unknown = await answerOf(`nobody-${randomBytes(6).toString('hex')}@smoke.gatehouse.example`);
    expect(unknown).toMatchObject({ name: 'NotAuthorizedException' });
    expect(unknown).toEqual(await answerOf(callers.user.email));
  });
});

describe('the contact desk', () => {
  const clientSecret = async () => {
    const command = new DescribeUserPoolClientCommand({ UserPoolId, ClientId: contactsClientId });
    return (await cognito.send(command)).UserPoolClient?.ClientSecret ?? '';
  };

  test('gets a token for an hour with its scope, for its secret alone', async () => {
    const secret = await clientSecret();
    const ask = (password: string) =>
      fetch(tokenEndpoint, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${contactsClientId}:${password}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'contacts/read' }),
      });
    const answer = await ask(secret);
    expect(answer.status).toBe(200);
    const { access_token: token, expires_in: expiresIn } = (await answer.json()) as Record<string, string>;
    expect(expiresIn).toBe(hourSeconds);
    expect(decodeJwt(String(token))).toMatchObject({ scope: 'contacts/read', client_id: contactsClientId });
    expect((await ask(`${secret}x`)).status).toBe(400);
  });
});
