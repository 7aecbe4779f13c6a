import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { openCognitoDatabase } from '../../src/services/cognito/database.ts';
import { createSigningKeys, type TokenUse } from '../../src/services/cognito/signing-keys.ts';
import { openState } from '../../src/state.ts';

export interface PoolKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** The keys of one pool, and one that it does not know. */
export interface PoolKeys extends Readonly<Record<TokenUse, PoolKey>> {
  readonly foreign: PoolKey;
}

/**
 * Gives a pool its keys before its stage starts, so that the suite holds them too: only with them can a
 * token be wrong in nothing but one claim.
 *
 * @param state folder that the stage will keep its state in.
 */
export async function seedPoolKeys(state: string, poolId: string): Promise<PoolKeys> {
  const opened = openState(state);
  const keys = createSigningKeys([poolId], openCognitoDatabase(opened));
  await keys.keySet(poolId);
  const [id, access] = await Promise.all([keys.of(poolId, 'id'), keys.of(poolId, 'access')]);
  opened.close();
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return { id, access, foreign: { kid: 'a-key-of-nobody', privateKey: foreign } };
}

/** What everybody can read of a key, in the form that libraries take for an HMAC's secret by mistake. */
export const publicPem = ({ privateKey }: PoolKey): string =>
  createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
