import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { openCognitoDatabase } from '../../src/services/cognito/database.ts';
import { createSigningKeys } from '../../src/services/cognito/signing-keys.ts';
import { openState } from '../../src/state.ts';

/** Signs tokens as a user pool would, with claims of the test's own. */
export interface TokenSigner {
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
}

/**
 * Gives a pool its keys before its stage starts, so that the suite holds them too: Cognito itself never
 * issues the tokens that an authorizer has to refuse.
 *
 * @param state folder that the stage will keep its state in.
 */
export async function seedPoolKeys(state: string, poolId: string): Promise<TokenSigner> {
  const opened = openState(state);
  const keys = createSigningKeys([poolId], openCognitoDatabase(opened));
  await keys.keySet(poolId);
  const { kid, privateKey } = await keys.of(poolId, 'access');
  opened.close();
  return tokenSigner('RS256', privateKey, kid);
}

/** A signer of an algorithm that a JWT authorizer does not take. */
export const es256Signer = (): TokenSigner =>
  tokenSigner('ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'ec');

/** As `es256Signer`, with a shared secret. */
export const hs256Signer = (): TokenSigner =>
  tokenSigner('HS256', Buffer.from('a secret of enough bytes, at least 32'), 'hs');

const tokenSigner = (algorithm: string, key: KeyObject | Uint8Array, kid: string): TokenSigner => ({
  sign: (claims) => new SignJWT({ ...claims }).setProtectedHeader({ alg: algorithm, kid }).sign(key),
});
