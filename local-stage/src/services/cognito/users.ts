import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import { inTransaction } from '../transaction.ts';
import type { UserPoolConfiguration } from './configuration.ts';
import type { PasswordVerifier } from './srp.ts';

type UserStatus = 'UNCONFIRMED' | 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';

export interface User {
  readonly poolId: string;
  /** The name in the pool: the `sub` where an attribute such as the email serves as user name. */
  readonly username: string;
  /** `sub` included. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: UserStatus;
  readonly enabled: boolean;
  readonly password: PasswordVerifier;
  /** Epoch milliseconds, as all of its times. */
  readonly passwordSetAt: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

type NewUser = Pick<User, 'username' | 'attributes' | 'status' | 'password'>;
type UserChanges = Partial<Pick<User, 'attributes' | 'status' | 'enabled' | 'password'>>;

/** The users of the pools. */
export interface Users {
  /** @param name user name, or the value of an attribute that serves as one. */
  find(pool: UserPoolConfiguration, name: string): User | undefined;
  create(pool: UserPoolConfiguration, user: NewUser): User;
  update(pool: UserPoolConfiguration, user: User, changes: UserChanges): User;
  remove(user: User): void;
  count(poolId: string): number;
  /** Users in the order of their creation. @param after user name to go on behind. */
  list(poolId: string, after?: string): Iterable<User>;
}

export function createUsers(database: DatabaseSync, clock: Clock): Users {
  const statements = prepareStatements(database);
  const writeAliases = (pool: UserPoolConfiguration, username: string, attributes: User['attributes']) => {
    statements.deleteAliases.run(pool.id, username);
    for (const attribute of pool.usernameAttributes) {
      const value = attributes[attribute];
      if (value !== undefined) statements.insertAlias.run(pool.id, normalise(pool, value), attribute, username);
    }
  };
  const read = (poolId: string, username: string): User | undefined => {
    const row = statements.byUsername.get(poolId, username);
    return row && toUser(row);
  };

  return {
    find(pool, name) {
      const key = normalise(pool, name);
      const row = statements.byKey.get(pool.id, key) ?? statements.byAlias.get(pool.id, key);
      return row && toUser(row);
    },
    create(pool, { username, attributes, status, password }) {
      const now = clock.now();
      inTransaction(database, () => {
        const values = [JSON.stringify(attributes), status, password.salt, password.verifier, now, now, now] as const;
        statements.insert.run(pool.id, username, normalise(pool, username), ...values);
        writeAliases(pool, username, attributes);
      });
      return { poolId: pool.id, username, attributes, status, enabled: true, password, ...timesAt(now) };
    },
    update(pool, user, changes) {
      const passwordSetAt = changes.password ? clock.now() : user.passwordSetAt;
      const changed: User = { ...user, ...changes, passwordSetAt, modifiedAt: clock.now() };
      inTransaction(database, () => {
        const { attributes, status, enabled, password, modifiedAt } = changed;
        const values = [JSON.stringify(attributes), status, Number(enabled), password.salt, password.verifier] as const;
        statements.update.run(...values, passwordSetAt, modifiedAt, user.poolId, user.username);
        if (changes.attributes) writeAliases(pool, user.username, changes.attributes);
      });
      return changed;
    },
    remove: (user) => void statements.remove.run(user.poolId, user.username),
    count: (poolId) => Number(statements.count.get(poolId)?.['users'] ?? 0),
    *list(poolId, after) {
      const usernames = statements.usernames.all(poolId, poolId, after ?? null).map((row) => String(row['username']));
      for (const username of usernames) {
        const user = read(poolId, username);
        if (user) yield user;
      }
    },
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    byUsername: database.prepare('SELECT * FROM users WHERE pool_id = ? AND username = ?'),
    byKey: database.prepare('SELECT * FROM users WHERE pool_id = ? AND username_key = ?'),
    byAlias: database.prepare(
      'SELECT users.* FROM aliases JOIN users USING (pool_id, username) WHERE pool_id = ? AND alias = ?',
    ),
    insert: database.prepare(
      `INSERT INTO users (pool_id, username, username_key, attributes, status, salt, verifier, password_set_at,
         created_at, modified_at, enabled) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
    ),
    update: database.prepare(
      `UPDATE users SET attributes = ?, status = ?, enabled = ?, salt = ?, verifier = ?, password_set_at = ?,
         modified_at = ? WHERE pool_id = ? AND username = ?`,
    ),
    remove: database.prepare('DELETE FROM users WHERE pool_id = ? AND username = ?'),
    count: database.prepare('SELECT count(*) AS users FROM users WHERE pool_id = ?'),
    usernames: database.prepare(
      `SELECT username FROM users WHERE pool_id = ?
         AND rowid > coalesce((SELECT rowid FROM users WHERE pool_id = ? AND username = ?), 0) ORDER BY rowid`,
    ),
    insertAlias: database.prepare('INSERT INTO aliases (pool_id, alias, attribute, username) VALUES (?, ?, ?, ?)'),
    deleteAliases: database.prepare('DELETE FROM aliases WHERE pool_id = ? AND username = ?'),
  };
}

/** One key for all the spellings that a pool takes as one user. */
const normalise = (pool: UserPoolConfiguration, name: string): string =>
  pool.usernamesCaseSensitive === false ? name.toLowerCase() : name;

const timesAt = (now: number) => ({ passwordSetAt: now, createdAt: now, modifiedAt: now });

function toUser(row: Record<string, SQLOutputValue>): User {
  return {
    poolId: String(row['pool_id']),
    username: String(row['username']),
    attributes: JSON.parse(String(row['attributes'])),
    // Only this file writes the column, from the same type.
    status: String(row['status']) as UserStatus,
    enabled: row['enabled'] === 1,
    password: { salt: String(row['salt']), verifier: String(row['verifier']) },
    passwordSetAt: Number(row['password_set_at']),
    createdAt: Number(row['created_at']),
    modifiedAt: Number(row['modified_at']),
  };
}
