import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Where the services keep what they store: SQLite, in memory or in a folder. */
export interface State {
  /** Folder that survives a restart; absent when everything is kept in memory. */
  readonly directory: string | undefined;
  /** The database of one service; the same one at each call with its name. */
  database(name: string): DatabaseSync;
  close(): void;
}

/**
 * @param directory folder for the databases, made if it is missing. @default memory, gone at the end
 */
export function openState(directory?: string): State {
  if (directory !== undefined) mkdirSync(directory, { recursive: true });
  const databases = new Map<string, DatabaseSync>();
  return {
    directory,
    database(name) {
      const opened = databases.get(name) ?? open(directory, name);
      databases.set(name, opened);
      return opened;
    },
    close() {
      for (const database of databases.values()) database.close();
      databases.clear();
    },
  };
}

function open(directory: string | undefined, name: string): DatabaseSync {
  const database = new DatabaseSync(directory === undefined ? ':memory:' : join(directory, `${name}.sqlite`));
  // A stage that is killed may lose its last commits, never its consistency.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
  return database;
}
