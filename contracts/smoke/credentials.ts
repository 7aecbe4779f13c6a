import { randomBytes } from 'node:crypto';
import { APIGatewayClient, GetApiKeyCommand } from '@aws-sdk/client-api-gateway';
import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { decodeJwt, SignJWT } from 'jose';
import { partnerKeyId, partnerTokenKey, partnerTokens } from '../partner-tokens.ts';
import { type PartnerScope, partnerScopes } from '../route-table.ts';
import type { StageOutputs } from '../stage-outputs.ts';

/** Callers of a stage, made with the job's own AWS credentials: nothing of them is in the stack. */

export interface TestUser {
  /** `sub` of the tokens. */
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  readonly idToken: string;
  readonly accessToken: string;
  /** Removes the user from the pool. */
  remove(): Promise<void>;
}

/**
 * Creates a user without sending anything to anybody, and signs it in.
 *
 * @param name goes into the address, so that leftovers tell where they come from.
 */
export async function createTestUser(outputs: StageOutputs, name: string): Promise<TestUser> {
  const cognito = new CognitoIdentityProviderClient({});
  const email = `${name}@smoke.gatehouse.example`;
  const password = `Aa1-${randomBytes(12).toString('base64url')}`;
  const user = { UserPoolId: outputs.userPoolId, Username: email };
  await cognito.send(
    new AdminCreateUserCommand({
      ...user,
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: email },
        { Name: 'email_verified', Value: 'true' },
      ],
    }),
  );
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  const tokens = await signIn(outputs, email, password);
  return {
    userId: String(decodeJwt(tokens.idToken).sub),
    email,
    password,
    ...tokens,
    async remove() {
      await cognito.send(new AdminDeleteUserCommand(user));
    },
  };
}

/** Signs a user in as a client does. */
export async function signIn(
  { userPoolClientId }: StageOutputs,
  email: string,
  password: string,
): Promise<{ idToken: string; accessToken: string }> {
  const { AuthenticationResult } = await new CognitoIdentityProviderClient({}).send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: userPoolClientId,
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  if (!AuthenticationResult?.IdToken || !AuthenticationResult.AccessToken) {
    throw new Error(`Cognito gave ${email} no tokens`);
  }
  return { idToken: AuthenticationResult.IdToken, accessToken: AuthenticationResult.AccessToken };
}

export interface PartnerTokenOptions {
  /** What the token claims. @default all that its key may sign */
  readonly scopes?: readonly PartnerScope[];
  /** What the key may sign. @default everything that partners may */
  readonly keyScopes?: readonly PartnerScope[];
  /** Seconds from its issue. @default as long as tokens may live */
  readonly lifetimeSeconds?: number;
  /** @default now */
  readonly issuedAt?: Date;
}

/** A partner's token, signed with the key that is derived for the partner: the one place that makes them. */
export async function partnerToken(
  outputs: StageOutputs,
  partnerId: string,
  { keyScopes = partnerScopes, scopes = keyScopes, ...times }: PartnerTokenOptions = {},
): Promise<string> {
  const { lifetimeSeconds = partnerTokens.maximumLifetimeSeconds, issuedAt = new Date() } = times;
  const kid = partnerKeyId({ partnerId, scopes: keyScopes });
  const seconds = Math.floor(issuedAt.getTime() / 1000);
  return new SignJWT({ scope: scopes.join(' ') })
    .setProtectedHeader({ alg: partnerTokens.algorithm, kid })
    .setIssuer(partnerTokens.issuer)
    .setAudience(partnerTokens.audience)
    .setSubject(partnerId)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lifetimeSeconds)
    .sign(partnerTokenKey(await partnerSecret(outputs), kid));
}

/** The secret that the keys of partners' tokens and webhooks are derived from. */
export async function partnerSecret({ partnerTokenSecretArn }: StageOutputs): Promise<string> {
  const { SecretString } = await new SecretsManagerClient({}).send(
    new GetSecretValueCommand({ SecretId: partnerTokenSecretArn }),
  );
  if (!SecretString) throw new Error(`The secret ${partnerTokenSecretArn} has no string value`);
  return SecretString;
}

/** The value that a caller sends in `x-api-key`. */
export async function apiKeyValue(apiKeyId: string): Promise<string> {
  const { value } = await new APIGatewayClient({}).send(new GetApiKeyCommand({ apiKey: apiKeyId, includeValue: true }));
  if (!value) throw new Error(`API Gateway gave no value for the key ${apiKeyId}`);
  return value;
}
