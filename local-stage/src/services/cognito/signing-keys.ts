import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import type { JWK } from 'jose';

/** Cognito signs ID and access tokens with a key each. */
export type TokenUse = 'id' | 'access';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The RSA keys of the user pools. */
export interface SigningKeys {
  /** The key, once it is generated. */
  of(poolId: string, use: TokenUse): Promise<SigningKey>;
  /** The public keys that exist by now. */
  published(poolId: string): readonly JWK[];
  /** The public keys, once every one is generated. */
  keySet(poolId: string): Promise<readonly JWK[]>;
  /** Stops generating. */
  close(): void;
}

const tokenUses: readonly TokenUse[] = ['id', 'access'];
const generateRsaKeyPair = promisify(generateKeyPair);

/**
 * Reads the keys of the pools from the database, and begins to generate what is missing: off the main
 * thread and one key at a time, so that the stage boots meanwhile.
 */
export function createSigningKeys(poolIds: readonly string[], database: DatabaseSync): SigningKeys {
  const ready = new Map<string, SigningKey>();
  const pending = new Map<string, Promise<SigningKey>>();
  const storage = keyStorage(database);
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  const generate = async (poolId: string, use: TokenUse): Promise<SigningKey> => {
    await last;
    if (closed) throw new Error(`user pool ${poolId} was closed before its ${use} key was generated`);
    const { privateKey } = await generateRsaKeyPair('rsa', { modulusLength: 2048 });
    const key = signingKey(randomBytes(32).toString('base64'), privateKey);
    if (!closed) storage.save(poolId, use, key);
    ready.set(nameOf(poolId, use), key);
    return key;
  };

  for (const [poolId, use] of poolIds.flatMap((id) => tokenUses.map((tokenUse) => [id, tokenUse] as const))) {
    const stored = storage.load(poolId, use);
    const key = stored ? Promise.resolve(stored) : generate(poolId, use);
    if (stored) ready.set(nameOf(poolId, use), stored);
    pending.set(nameOf(poolId, use), key);
    // Whoever needs the key sees the failure; here it only must not end the process.
    last = key.catch(() => undefined);
  }

  const keyOf = (poolId: string, use: TokenUse): Promise<SigningKey> =>
    pending.get(nameOf(poolId, use)) ?? Promise.reject(new Error(`no user pool ${poolId} is run here`));
  return {
    of: keyOf,
    published: (poolId) => tokenUses.flatMap((use) => ready.get(nameOf(poolId, use)) ?? []).map(toJwk),
    keySet: async (poolId) => (await Promise.all(tokenUses.map((use) => keyOf(poolId, use)))).map(toJwk),
    close() {
      closed = true;
    },
  };
}

const nameOf = (poolId: string, use: TokenUse) => `${poolId} ${use}`;

const signingKey = (kid: string, privateKey: KeyObject): SigningKey => ({
  kid,
  privateKey,
  publicKey: createPublicKey(privateKey),
});

function toJwk({ kid, publicKey }: SigningKey): JWK {
  const { e = '', n = '' } = publicKey.export({ format: 'jwk' });
  return { alg: 'RS256', e, kid, kty: 'RSA', n, use: 'sig' };
}

function keyStorage(database: DatabaseSync) {
  const select = database.prepare('SELECT kid, private_jwk FROM signing_keys WHERE pool_id = ? AND token_use = ?');
  const insert = database.prepare(
    'INSERT INTO signing_keys (pool_id, token_use, kid, private_jwk) VALUES (?, ?, ?, ?)',
  );
  return {
    load(poolId: string, use: TokenUse): SigningKey | undefined {
      const row = select.get(poolId, use);
      if (!row) return undefined;
      const privateKey = createPrivateKey({ key: JSON.parse(String(row['private_jwk'])), format: 'jwk' });
      return signingKey(String(row['kid']), privateKey);
    },
    save(poolId: string, use: TokenUse, { kid, privateKey }: SigningKey): void {
      insert.run(poolId, use, kid, JSON.stringify(privateKey.export({ format: 'jwk' })));
    },
  };
}
