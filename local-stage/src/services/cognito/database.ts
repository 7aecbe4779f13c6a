import type { DatabaseSync } from 'node:sqlite';
import type { State } from '../../state.ts';

/** Times are milliseconds since the epoch, by the stage's clock. */
const schema = `
  CREATE TABLE IF NOT EXISTS signing_keys (
    pool_id TEXT NOT NULL, token_use TEXT NOT NULL, kid TEXT NOT NULL, private_jwk TEXT NOT NULL,
    PRIMARY KEY (pool_id, token_use)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS users (
    pool_id TEXT NOT NULL, username TEXT NOT NULL, username_key TEXT NOT NULL,
    attributes TEXT NOT NULL, status TEXT NOT NULL, enabled INTEGER NOT NULL,
    salt TEXT NOT NULL, verifier TEXT NOT NULL, password_set_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    PRIMARY KEY (pool_id, username), UNIQUE (pool_id, username_key)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS aliases (
    pool_id TEXT NOT NULL, alias TEXT NOT NULL, attribute TEXT NOT NULL, username TEXT NOT NULL,
    PRIMARY KEY (pool_id, alias),
    FOREIGN KEY (pool_id, username) REFERENCES users ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE IF NOT EXISTS groups (
    pool_id TEXT NOT NULL, name TEXT NOT NULL, description TEXT, precedence INTEGER, role_arn TEXT,
    created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL,
    PRIMARY KEY (pool_id, name)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS memberships (
    pool_id TEXT NOT NULL, group_name TEXT NOT NULL, username TEXT NOT NULL,
    PRIMARY KEY (pool_id, group_name, username),
    FOREIGN KEY (pool_id, group_name) REFERENCES groups ON DELETE CASCADE,
    FOREIGN KEY (pool_id, username) REFERENCES users ON DELETE CASCADE
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sign_ins (
    event_id TEXT PRIMARY KEY, origin_jti TEXT NOT NULL, pool_id TEXT NOT NULL, client_id TEXT NOT NULL,
    username TEXT NOT NULL, refresh_token_hash TEXT NOT NULL UNIQUE,
    signed_in_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS sign_ins_of_user ON sign_ins (pool_id, username);
  CREATE TABLE IF NOT EXISTS codes (
    pool_id TEXT NOT NULL, username TEXT NOT NULL, purpose TEXT NOT NULL, code TEXT NOT NULL,
    expires_at INTEGER NOT NULL, failures INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (pool_id, username, purpose),
    FOREIGN KEY (pool_id, username) REFERENCES users ON DELETE CASCADE
  ) STRICT;
`;

/** The user pools' database, its tables made where they are missing. */
export function openCognitoDatabase(state: State): DatabaseSync {
  const database = state.database('cognito');
  database.exec(schema);
  return database;
}
