import type { AttemptName } from '../../access-attempts.ts';
import { partnerKeyId, partnerTokenKey, partnerTokens } from '../../partner-tokens.ts';
import { type PartnerScope, partnerScopes } from '../../route-table.ts';
import { apiKeyValue, partnerToken } from '../credentials.ts';
import { bearer, holding, type Make } from './attempt-request.ts';
import type { AttemptWorld, LocalWorld } from './attempt-world.ts';
import { signedAgain } from './forged-tokens.ts';

type PartnerAttempt = Extract<AttemptName, `partner token${string}` | 'key, no token' | 'ID token, and key'>;
type LocalPartnerAttempt = Extract<AttemptName, 'partner token, disabled key'>;

/** What partners show: a token and a key, of which one is not right. */
export function partnerAttempts(world: AttemptWorld): Record<Exclude<PartnerAttempt, LocalPartnerAttempt>, Make> {
  const { partnerId, apiKey, outputs, user, partnerToken: token } = world;
  const issuedAt = world.now();
  const seconds = Math.floor(issuedAt.getTime() / 1000);
  const key = { 'x-api-key': apiKey };
  const withKey = (of: () => Promise<string>) => holding(async () => ({ ...bearer(await of()), ...key }));
  const kidOf = (scopes: readonly PartnerScope[], partner = partnerId) => partnerKeyId({ partnerId: partner, scopes });
  const keyOf = (kid: string) => partnerTokenKey(world.partnerSecret, kid);
  /** What a partner could sign with its own key. */
  const saying = (claims: Readonly<Record<string, unknown>>) =>
    withKey(() => signedAgain(token, keyOf(kidOf(partnerScopes)), { claims }));
  const ofKey = (kid: string) => withKey(() => signedAgain(token, keyOf(kid), { header: { kid } }));

  const otherScope: Make = (target) => {
    const { access } = target.operation;
    const keyScopes = partnerScopes.filter((scope) => access.kind === 'partner' && scope !== access.scope);
    return withKey(() => partnerToken(outputs, partnerId, { keyScopes, issuedAt }))(target);
  };
  return {
    'partner token, and key': withKey(async () => token),
    'partner token, no key': holding(() => bearer(token)),
    'partner token, unknown key': holding(() => ({ ...bearer(token), 'x-api-key': 'no-such-key-0123456789' })),
    'key, no token': holding(() => key),
    'ID token, and key': withKey(async () => user.idToken),
    'partner token without scopes': withKey(() => partnerToken(outputs, partnerId, { scopes: [], issuedAt })),
    'partner token of the other scope': otherScope,
    'partner token of more scopes than its key allows': ofKey(kidOf(['projects:read'])),
    'partner token of another partner than its key': ofKey(kidOf(partnerScopes, 'another-partner')),
    'partner token of a key of the secret itself': withKey(() =>
      signedAgain(token, new TextEncoder().encode(world.partnerSecret)),
    ),
    'partner token of another algorithm': withKey(() =>
      signedAgain(token, new Uint8Array([...keyOf(kidOf(partnerScopes)), ...keyOf(kidOf(partnerScopes))]), {
        header: { alg: 'HS512' },
      }),
    ),
    'partner token of another audience': saying({ aud: 'another-api' }),
    'partner token that has expired': saying({ iat: seconds - 600, exp: seconds - 60 }),
    'partner token of the future': saying({ iat: seconds + 600, exp: seconds + 1200 }),
    'partner token that lives too long': saying({ exp: seconds + partnerTokens.maximumLifetimeSeconds + 60 }),
    'partner token without the time of its issue': saying({ iat: undefined }),
  };
}

export function localPartnerAttempts(
  { partnerToken: token }: AttemptWorld,
  { means }: LocalWorld,
): Record<LocalPartnerAttempt, Make> {
  return {
    'partner token, disabled key': holding(async () => ({
      ...bearer(token),
      'x-api-key': await apiKeyValue(means.disabledKeyId),
    })),
  };
}
