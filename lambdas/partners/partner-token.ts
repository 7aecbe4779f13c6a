import { jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { partnerTokens } from '../../contracts/partner-tokens.ts';
import { PartnerId } from '../../contracts/schemas/identifiers.ts';

export interface PartnerIdentity {
  readonly partnerId: string;
  readonly scopes: readonly string[];
}

/**
 * @param secret the shared secret, as Secrets Manager has it.
 * @throws {JOSEError} if the token is not one of ours: wrong algorithm, signature, issuer, audience,
 *   expired, without expiry or subject.
 */
export async function verifyPartnerToken(token: string, secret: string, now: Date): Promise<PartnerIdentity> {
  const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
    algorithms: [partnerTokens.algorithm],
    issuer: partnerTokens.issuer,
    audience: partnerTokens.audience,
    requiredClaims: ['exp', 'sub'],
    currentDate: now,
  });
  return {
    partnerId: z.parse(PartnerId, payload.sub),
    scopes: typeof payload['scope'] === 'string' ? payload['scope'].split(' ').filter((scope) => scope !== '') : [],
  };
}
