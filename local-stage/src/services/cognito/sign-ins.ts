import { createHash, randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import type { UserPoolClientConfiguration } from './configuration.ts';
import { newRefreshToken } from './refresh-token.ts';
import type { User } from './users.ts';

/** One authentication of a user, and the tokens that came and will come of it. */
export interface SignIn {
  /** `event_id` of its tokens. */
  readonly eventId: string;
  /** `origin_jti` of its tokens. */
  readonly originJti: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly username: string;
  /** Epoch milliseconds; `auth_time` of its tokens. */
  readonly signedInAt: number;
  /** Epoch milliseconds at which the refresh token expires. */
  readonly expiresAt: number;
  readonly revoked: boolean;
}

export interface SignIns {
  /** @returns the sign-in and its refresh token, of which only a digest is kept. */
  open(user: User, client: UserPoolClientConfiguration): { readonly signIn: SignIn; readonly refreshToken: string };
  byRefreshToken(refreshToken: string): SignIn | undefined;
  byEventId(eventId: string): SignIn | undefined;
  revoke(signIn: SignIn): void;
  /** Every sign-in of a user, in every client. */
  revokeAll(user: User): void;
}

export function createSignIns(database: DatabaseSync, clock: Clock): SignIns {
  const statements = prepareStatements(database);
  return {
    open(user, client) {
      const signedInAt = clock.now();
      const signIn: SignIn = {
        eventId: randomUUID(),
        originJti: randomUUID(),
        poolId: user.poolId,
        clientId: client.id,
        username: user.username,
        signedInAt,
        expiresAt: signedInAt + client.refreshTokenValiditySeconds * 1000,
        revoked: false,
      };
      const refreshToken = newRefreshToken();
      const { eventId, originJti, poolId, clientId, username, expiresAt } = signIn;
      const digest = digestOf(refreshToken);
      statements.insert.run(eventId, originJti, poolId, clientId, username, digest, signedInAt, expiresAt);
      return { signIn, refreshToken };
    },
    byRefreshToken(refreshToken) {
      const row = statements.byRefreshToken.get(digestOf(refreshToken));
      return row && toSignIn(row);
    },
    byEventId(eventId) {
      const row = statements.byEventId.get(eventId);
      return row && toSignIn(row);
    },
    revoke: (signIn) => void statements.revoke.run(signIn.eventId),
    revokeAll: (user) => void statements.revokeAll.run(user.poolId, user.username),
  };
}

const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

function prepareStatements(database: DatabaseSync) {
  return {
    insert: database.prepare(
      `INSERT INTO sign_ins (event_id, origin_jti, pool_id, client_id, username, refresh_token_hash, signed_in_at,
         expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    byRefreshToken: database.prepare('SELECT * FROM sign_ins WHERE refresh_token_hash = ?'),
    byEventId: database.prepare('SELECT * FROM sign_ins WHERE event_id = ?'),
    revoke: database.prepare('UPDATE sign_ins SET revoked = 1 WHERE event_id = ?'),
    revokeAll: database.prepare('UPDATE sign_ins SET revoked = 1 WHERE pool_id = ? AND username = ?'),
  };
}

function toSignIn(row: Record<string, SQLOutputValue>): SignIn {
  return {
    eventId: String(row['event_id']),
    originJti: String(row['origin_jti']),
    poolId: String(row['pool_id']),
    clientId: String(row['client_id']),
    username: String(row['username']),
    signedInAt: Number(row['signed_in_at']),
    expiresAt: Number(row['expires_at']),
    revoked: row['revoked'] === 1,
  };
}
