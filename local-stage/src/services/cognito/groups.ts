import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import type { User } from './users.ts';

export interface Group {
  readonly poolId: string;
  readonly name: string;
  readonly description: string | undefined;
  /** The lowest decides which role is preferred. */
  readonly precedence: number | undefined;
  readonly roleArn: string | undefined;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly modifiedAt: number;
}

type NewGroup = Omit<Group, 'createdAt' | 'modifiedAt'>;

/** The groups of the pools and who is in them. */
export interface Groups {
  find(poolId: string, name: string): Group | undefined;
  create(group: NewGroup): Group;
  remove(group: Group): void;
  list(poolId: string): readonly Group[];
  add(group: Group, user: User): void;
  drop(group: Group, user: User): void;
  /** Lowest precedence first; groups without one last. */
  of(user: User): readonly Group[];
  /** Names of a group's users. */
  members(group: Group): ReadonlySet<string>;
}

export function createGroups(database: DatabaseSync, clock: Clock): Groups {
  const statements = prepareStatements(database);
  return {
    find(poolId, name) {
      const row = statements.find.get(poolId, name);
      return row && toGroup(row);
    },
    create({ poolId, name, description, precedence, roleArn }) {
      const now = clock.now();
      statements.insert.run(poolId, name, description ?? null, precedence ?? null, roleArn ?? null, now, now);
      return { poolId, name, description, precedence, roleArn, createdAt: now, modifiedAt: now };
    },
    remove: (group) => void statements.remove.run(group.poolId, group.name),
    list: (poolId) => statements.list.all(poolId).map(toGroup),
    add: (group, user) => void statements.add.run(group.poolId, group.name, user.username),
    drop: (group, user) => void statements.drop.run(group.poolId, group.name, user.username),
    of: (user) => statements.of.all(user.poolId, user.username).map(toGroup),
    members: (group) => new Set(statements.members.all(group.poolId, group.name).map((row) => String(row['username']))),
  };
}

function prepareStatements(database: DatabaseSync) {
  return {
    find: database.prepare('SELECT * FROM groups WHERE pool_id = ? AND name = ?'),
    insert: database.prepare(
      `INSERT INTO groups (pool_id, name, description, precedence, role_arn, created_at, modified_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    remove: database.prepare('DELETE FROM groups WHERE pool_id = ? AND name = ?'),
    list: database.prepare('SELECT * FROM groups WHERE pool_id = ? ORDER BY name'),
    add: database.prepare('INSERT OR IGNORE INTO memberships (pool_id, group_name, username) VALUES (?, ?, ?)'),
    drop: database.prepare('DELETE FROM memberships WHERE pool_id = ? AND group_name = ? AND username = ?'),
    of: database.prepare(
      `SELECT groups.* FROM memberships JOIN groups ON groups.pool_id = memberships.pool_id AND name = group_name
         WHERE memberships.pool_id = ? AND username = ? ORDER BY precedence NULLS LAST, name`,
    ),
    members: database.prepare('SELECT username FROM memberships WHERE pool_id = ? AND group_name = ?'),
  };
}

function toGroup(row: Record<string, SQLOutputValue>): Group {
  return {
    poolId: String(row['pool_id']),
    name: String(row['name']),
    description: row['description'] === null ? undefined : String(row['description']),
    precedence: row['precedence'] === null ? undefined : Number(row['precedence']),
    roleArn: row['role_arn'] === null ? undefined : String(row['role_arn']),
    createdAt: Number(row['created_at']),
    modifiedAt: Number(row['modified_at']),
  };
}
