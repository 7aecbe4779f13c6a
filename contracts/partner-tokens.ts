import { hkdfSync } from 'node:crypto';
import { type PartnerScope, partnerScopes } from './route-table.ts';
import { PartnerId } from './schemas/identifiers.ts';

/**
 * What a partner's token says: a JWT, HS256, of the partner (`sub`) that its `kid` names, with some of the
 * scopes that its `kid` names (`scope`, with spaces between). See docs/partner-tokens.md.
 */
export const partnerTokens = {
  algorithm: 'HS256',
  issuer: 'gatehouse',
  audience: 'task-api-partners',
  /** Longest that a token may live, in seconds from its `iat`. */
  maximumLifetimeSeconds: 60 * 60,
  /** Seconds by which a partner's clock may differ from ours. */
  clockToleranceSeconds: 30,
} as const;

/** What one key signs: tokens of this partner, with at most these scopes. */
export interface PartnerKeyId {
  readonly partnerId: string;
  readonly scopes: readonly PartnerScope[];
}

/** `kid` of a token: `acme/projects:read+tasks:write`. Each set of scopes has one spelling. */
export function partnerKeyId({ partnerId, scopes }: PartnerKeyId): string {
  return `${partnerId}/${partnerScopes.filter((scope) => scopes.includes(scope)).join('+')}`;
}

/** @returns undefined for what {@link partnerKeyId} does not write. */
export function parsePartnerKeyId(kid: string): PartnerKeyId | undefined {
  const [partnerId = '', claimed = ''] = kid.split('/', 2);
  const parsed = { partnerId, scopes: partnerScopes.filter((scope) => claimed.split('+').includes(scope)) };
  return PartnerId.safeParse(partnerId).success && partnerKeyId(parsed) === kid ? parsed : undefined;
}

/**
 * The key of a `kid`, derived from the secret (RFC 5869), so that who holds it signs for no other partner
 * and for no other scopes, and cannot tell the secret from it.
 *
 * @param secret as Secrets Manager has it.
 * @param kid as {@link partnerKeyId} writes it.
 */
export function partnerTokenKey(secret: string, kid: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `gatehouse partner token ${kid}`, 32));
}
