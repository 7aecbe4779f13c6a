import {
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  RevokeTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect } from 'vitest';
import { createSrpClient } from '../../services/cognito/srp-client.ts';
import type { ConformanceStage } from '../conformance-stage.ts';
import { cognitoClient, password, signIn, type UserTokens } from '../pool-users.ts';
import type { Script } from '../run-cases.ts';

export const cognitoScripts: Readonly<Record<string, Script>> = {
  'cog-srp-respond': async ({ expect: { status } }, { stage, values }) => {
    const client = cognitoClient(stage);
    const srp = createSrpClient(String(stage.outputs['usersId']));
    const ClientId = values.get('app') ?? '';
    const AuthParameters = { USERNAME: values.get('user') ?? '', SRP_A: srp.publicValue };
    const { ChallengeParameters: challenge = {} } = await client.send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters }),
    );
    const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '' } = challenge;
    const now = new Date(stage.clock.now());
    const ChallengeResponses = srp.answer({ SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP }, password, now);
    const answer = await client.send(
      new RespondToAuthChallengeCommand({ ClientId, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses }),
    );
    client.destroy();
    expect(answer.$metadata.httpStatusCode).toBe(status);
    expect(answer.AuthenticationResult?.TokenType).toBe('Bearer');
  },

  'cog-revoke-effect': async ({ expect: { status } }, conformance) => {
    const client = cognitoClient(conformance.stage);
    const { accessToken, refreshToken } = await tokensOf(conformance);
    await client.send(new GetUserCommand({ AccessToken: accessToken }));
    const ClientId = conformance.values.get('app') ?? '';
    const revoked = await client.send(new RevokeTokenCommand({ ClientId, Token: refreshToken }));
    expect(revoked.$metadata.httpStatusCode).toBe(status);
    await expect(client.send(new GetUserCommand({ AccessToken: accessToken }))).rejects.toThrow(
      'Access Token has been revoked',
    );
    client.destroy();
    const headers = { Authorization: `Bearer ${accessToken}` };
    expect((await conformance.send('http', { path: '/x', headers })).status).toBe(200);
    expect((await conformance.send('rest', { path: '/stage/x', headers })).status).toBe(200);
  },

  'cog-email-alias-username': async (_, conformance) => {
    const { accessToken, idToken } = await tokensOf(conformance);
    const { sub, username } = decodeJwt(accessToken);
    expect(username).toBe(sub);
    expect(decodeJwt(idToken)).toMatchObject({ sub, 'cognito:username': sub });
  },

  'cog-jti': async (_, conformance) => {
    const { accessToken, idToken } = await tokensOf(conformance);
    const [access, id] = [decodeJwt(accessToken), decodeJwt(idToken)];
    expect(access.jti).not.toBe(id.jti);
    expect(access['origin_jti']).toBe(id['origin_jti']);
    expect(access['origin_jti']).toBeTruthy();
    const [accessHeader, idHeader] = [decodeProtectedHeader(accessToken), decodeProtectedHeader(idToken)];
    expect([accessHeader.alg, idHeader.alg]).toEqual(['RS256', 'RS256']);
    expect(accessHeader.kid).not.toBe(idHeader.kid);
  },
};

async function tokensOf({ stage, values }: ConformanceStage): Promise<UserTokens> {
  const client = cognitoClient(stage);
  const tokens = await signIn(client, values.get('app') ?? '', values.get('user') ?? '');
  client.destroy();
  return tokens;
}
