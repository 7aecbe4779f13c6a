import type { AttemptName } from '../../access-attempts.ts';
import { partnerKeyId, partnerTokenKey } from '../../partner-tokens.ts';
import { type Access, partnerScopes } from '../../route-table.ts';
import { createTestUser, signIn } from '../credentials.ts';
import { contactsToken } from '../signing.ts';
import { bearer, holding, type Make } from './attempt-request.ts';
import type { AttemptWorld, LocalWorld } from './attempt-world.ts';
import {
  bringingItsOwnKey,
  ofAnotherKey,
  ofPublicKey,
  signedAgain,
  withAnotherPayload,
  withoutAlgorithm,
  withoutSignature,
} from './forged-tokens.ts';

type TokenAttempt = Extract<
  AttemptName,
  | `${'no' | 'garbage' | 'empty'} token`
  | 'ID token'
  | 'access token of a user'
  | 'contacts token'
  | `token ${'without' | 'of' | 'with' | 'that'} ${string}`
>;

/** Tokens of the pool and of partners: genuine ones, and what a forger makes of the one that a route takes. */
export function tokenAttempts(world: AttemptWorld): Record<Exclude<TokenAttempt, LocalTokenAttempt>, Make> {
  const { user, contactsToken: desk, apiKey, outputs } = world;
  const genuine: Partial<Record<Access['kind'], string>> = {
    user: user.idToken,
    jwt: desk,
    partner: world.partnerToken,
  };
  const forged = (forge: (token: string) => string | Promise<string>): Make => {
    const made = Object.fromEntries(
      Object.entries(genuine).map(([kind, token]) => [
        kind,
        holding(async () => ({ ...bearer(await forge(token)), ...(kind === 'partner' && { 'x-api-key': apiKey }) })),
      ]),
    );
    return (target) => {
      const make = made[target.operation.access.kind];
      if (!make) throw new Error(`a route for '${target.operation.access.kind}' takes no token that could be forged`);
      return make(target);
    };
  };
  const elsewhere = { iss: 'https://issuer.elsewhere.example' };
  const kid = partnerKeyId({ partnerId: world.partnerId, scopes: partnerScopes });
  return {
    'no token': holding(() => ({})),
    'garbage token': holding(() => bearer('garbage')),
    'empty token': holding(() => ({ Authorization: 'Bearer' })),
    'ID token': holding(() => bearer(user.idToken)),
    'access token of a user': holding(() => bearer(user.accessToken)),
    'contacts token': holding(() => bearer(desk)),
    'token without an algorithm': forged(withoutAlgorithm),
    'token of HS256 with the public key': forged((token) => ofPublicKey(token, outputs)),
    'token with another payload': forged(withAnotherPayload),
    'token without its signature': forged(withoutSignature),
    'token of another key by the same name': forged((token) => ofAnotherKey(token)),
    'token that brings its own key': forged(bringingItsOwnKey),
    // A partner can sign whatever it likes with its key; nobody can with the pool's.
    'token of another issuer': forged((token) =>
      token === world.partnerToken
        ? signedAgain(token, partnerTokenKey(world.partnerSecret, kid), { claims: elsewhere })
        : ofAnotherKey(token, elsewhere),
    ),
  };
}

type LocalTokenAttempt = Extract<
  AttemptName,
  | 'expired token of the pool'
  | 'ID token of another pool'
  | 'token of another client of the pool'
  | 'contacts token without the scope'
>;

/** Tokens that the stage itself has signed, and that are still not good. */
export function localTokenAttempts(
  { outputs, user }: AttemptWorld,
  { means, expired }: LocalWorld,
): Record<LocalTokenAttempt, Make> {
  const byKind =
    (tokens: { readonly user: Make; readonly jwt: Make }): Make =>
    (target) =>
      (target.operation.access.kind === 'user' ? tokens.user : tokens.jwt)(target);
  return {
    'expired token of the pool': byKind({
      user: holding(() => bearer(expired.idToken)),
      jwt: holding(() => bearer(expired.contactsToken)),
    }),
    'ID token of another pool': holding(async () => {
      const pool = { ...outputs, userPoolId: means.otherPoolId, userPoolClientId: means.otherPoolClientId };
      return bearer((await createTestUser(pool, 'attempts-elsewhere')).idToken);
    }),
    'token of another client of the pool': byKind({
      user: holding(async () => {
        const client = { ...outputs, userPoolClientId: means.otherClientId };
        return bearer((await signIn(client, user.email, user.password)).idToken);
      }),
      jwt: holding(async () => bearer(await contactsToken({ ...outputs, contactsClientId: means.otherDeskClientId }))),
    }),
    'contacts token without the scope': holding(async () => bearer(await contactsToken(outputs, means.otherScope))),
  };
}
