import { randomUUID } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import type { Clock } from '../../clock.ts';
import type { UserPoolClientConfiguration, UserPoolConfiguration } from './configuration.ts';
import type { Group, Groups } from './groups.ts';
import type { SignIn } from './sign-ins.ts';
import type { SigningKeys, TokenUse } from './signing-keys.ts';
import type { User } from './users.ts';

/** The scope of every access token that comes of an API sign-in: the user's own operations. */
export const selfServiceScope = 'aws.cognito.signin.user.admin';

export interface UserTokens {
  readonly idToken: string;
  readonly accessToken: string;
  /** Seconds that the access token is valid. */
  readonly expiresIn: number;
}

/** Whom the tokens are for. */
interface TokenSubject {
  readonly pool: UserPoolConfiguration;
  readonly client: UserPoolClientConfiguration;
  readonly user: User;
  readonly signIn: SignIn;
}

export interface TokenIssuer {
  forUser(subject: TokenSubject): Promise<UserTokens>;
  /** The access token of a client that acts for itself (client credentials). */
  forClient(
    pool: UserPoolConfiguration,
    client: UserPoolClientConfiguration,
    scopes: readonly string[],
  ): Promise<string>;
}

/** Signs with RS256; header and claims are Cognito's. */
export function createTokenIssuer(clock: Clock, keys: SigningKeys, groups: Groups): TokenIssuer {
  const nowSeconds = () => Math.floor(clock.now() / 1000);
  const sign = async (poolId: string, use: TokenUse, claims: JWTPayload): Promise<string> => {
    const { kid, privateKey } = await keys.of(poolId, use);
    return new SignJWT(claims).setProtectedHeader({ kid, alg: 'RS256' }).sign(privateKey);
  };

  return {
    async forUser(subject) {
      const memberships = groups.of(subject.user);
      const [idToken, accessToken] = await Promise.all([
        sign(subject.pool.id, 'id', idClaims(subject, memberships, nowSeconds())),
        sign(subject.pool.id, 'access', accessClaims(subject, memberships, nowSeconds())),
      ]);
      return { idToken, accessToken, expiresIn: subject.client.accessTokenValiditySeconds };
    },
    forClient: (pool, client, scopes) => sign(pool.id, 'access', clientClaims(pool, client, scopes, nowSeconds())),
  };
}

/** Attributes that are booleans in a token, and text everywhere else. */
const booleanAttributes: readonly string[] = ['email_verified', 'phone_number_verified'];

function idClaims(subject: TokenSubject, memberships: readonly Group[], now: number): JWTPayload {
  const { client, user } = subject;
  const attributes = Object.entries(user.attributes).map(([name, value]) => [
    name,
    booleanAttributes.includes(name) ? value === 'true' : value,
  ]);
  return {
    ...Object.fromEntries(attributes),
    ...sharedClaims(subject, memberships, now),
    ...roleClaims(memberships),
    'cognito:username': user.username,
    aud: client.id,
    token_use: 'id',
    exp: now + client.idTokenValiditySeconds,
  };
}

function accessClaims(subject: TokenSubject, memberships: readonly Group[], now: number): JWTPayload {
  const { client, user } = subject;
  return {
    ...sharedClaims(subject, memberships, now),
    client_id: client.id,
    token_use: 'access',
    scope: selfServiceScope,
    username: user.username,
    exp: now + client.accessTokenValiditySeconds,
  };
}

function sharedClaims({ pool, client, user, signIn }: TokenSubject, memberships: readonly Group[], now: number) {
  const sub = user.attributes['sub'];
  return {
    ...(sub === undefined ? {} : { sub }),
    ...(memberships.length === 0 ? {} : { 'cognito:groups': memberships.map(({ name }) => name) }),
    iss: pool.issuer,
    ...(client.tokenRevocation ? { origin_jti: signIn.originJti } : {}),
    event_id: signIn.eventId,
    auth_time: Math.floor(signIn.signedInAt / 1000),
    iat: now,
    jti: randomUUID(),
  };
}

function roleClaims(memberships: readonly Group[]): JWTPayload {
  const roles = memberships.flatMap(({ roleArn }) => roleArn ?? []);
  return roles.length === 0 ? {} : { 'cognito:roles': roles, 'cognito:preferred_role': roles[0] };
}

function clientClaims(
  pool: UserPoolConfiguration,
  client: UserPoolClientConfiguration,
  scopes: readonly string[],
  now: number,
): JWTPayload {
  return {
    sub: client.id,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: now,
    iss: pool.issuer,
    exp: now + client.accessTokenValiditySeconds,
    iat: now,
    version: 2,
    jti: randomUUID(),
    client_id: client.id,
  };
}
