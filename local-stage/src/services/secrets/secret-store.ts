import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import { inTransaction } from '../transaction.ts';
import type { SecretConfiguration } from './configuration.ts';

export interface SecretVersion {
  readonly versionId: string;
  readonly value: SecretValue;
  /** Staging labels: `AWSCURRENT`, `AWSPREVIOUS`, and the caller's own. */
  readonly stages: readonly string[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export type SecretValue = { readonly string: string } | { readonly binary: Buffer };

/** The versions of the secrets. */
export interface SecretStore {
  /** Newest first. */
  versions(secret: SecretConfiguration): readonly SecretVersion[];
  /** Adds a version and moves the labels to it. */
  put(secret: SecretConfiguration, versionId: string, value: SecretValue, stages: readonly string[]): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS versions (
    secret_arn TEXT NOT NULL, version_id TEXT NOT NULL, secret_string TEXT, secret_binary BLOB,
    created_at INTEGER NOT NULL, PRIMARY KEY (secret_arn, version_id)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS stages (
    secret_arn TEXT NOT NULL, stage TEXT NOT NULL, version_id TEXT NOT NULL,
    PRIMARY KEY (secret_arn, stage), FOREIGN KEY (secret_arn, version_id) REFERENCES versions ON DELETE CASCADE
  ) STRICT;
`;

/**
 * Opens the store and puts the versions that the Terraform declares and the store has not seen: a version that was
 * put since stays the current one, as on AWS after an apply without a change.
 */
export function openSecretStore(
  secrets: readonly SecretConfiguration[],
  { database, clock }: { readonly database: DatabaseSync; readonly clock: Clock },
): SecretStore {
  database.exec(schema);
  const statements = prepareStatements(database);
  const store: SecretStore = {
    versions: (secret) => statements.versions.all(secret.arn).map(toVersion),
    put(secret, versionId, value, stages) {
      const text = 'string' in value ? value.string : null;
      const bytes = 'binary' in value ? value.binary : null;
      inTransaction(database, () => {
        statements.insert.run(secret.arn, versionId, text, bytes, clock.now());
        if (stages.includes('AWSCURRENT')) statements.keepPrevious.run(secret.arn);
        for (const stage of stages) statements.label.run(secret.arn, stage, versionId);
      });
    },
  };
  for (const secret of secrets) seed(secret, store);
  return store;
}

function seed(secret: SecretConfiguration, store: SecretStore): void {
  const isKnown = store.versions(secret).some(({ versionId }) => versionId === secret.versionId);
  if (secret.secretString === undefined || isKnown) return;
  store.put(secret, secret.versionId, { string: secret.secretString }, ['AWSCURRENT']);
}

function prepareStatements(database: DatabaseSync) {
  return {
    versions: database.prepare(
      `SELECT *, (SELECT json_group_array(stage) FROM stages
         WHERE stages.secret_arn = versions.secret_arn AND stages.version_id = versions.version_id) AS stages
         FROM versions WHERE secret_arn = ? ORDER BY rowid DESC`,
    ),
    insert: database.prepare(
      `INSERT INTO versions (secret_arn, version_id, secret_string, secret_binary, created_at)
         VALUES (?, ?, ?, ?, ?)`,
    ),
    keepPrevious: database.prepare(
      `INSERT OR REPLACE INTO stages (secret_arn, stage, version_id)
         SELECT secret_arn, 'AWSPREVIOUS', version_id FROM stages WHERE secret_arn = ? AND stage = 'AWSCURRENT'`,
    ),
    label: database.prepare('INSERT OR REPLACE INTO stages (secret_arn, stage, version_id) VALUES (?, ?, ?)'),
  };
}

function toVersion(row: Record<string, SQLOutputValue>): SecretVersion {
  const { secret_string: text, secret_binary: bytes } = row;
  return {
    versionId: String(row['version_id']),
    value: bytes instanceof Uint8Array ? { binary: Buffer.from(bytes) } : { string: String(text) },
    stages: JSON.parse(String(row['stages'])),
    createdAt: Number(row['created_at']),
  };
}
