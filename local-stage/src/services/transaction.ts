import type { DatabaseSync } from 'node:sqlite';

/**
 * Runs `work` so that the database keeps all of its changes or none, and pays for one commit.
 *
 * @throws whatever `work` throws, after its changes were undone.
 */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
