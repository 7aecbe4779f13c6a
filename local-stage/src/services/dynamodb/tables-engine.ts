import { join } from 'node:path';
import type { State } from '../../state.ts';
import { type EngineProcess, startEngine } from './engine-process.ts';

/** The engine behind the tables, started when the first table needs it. */
export interface TablesEngine {
  /**
   * The same engine at each call.
   *
   * @throws {EngineMissing}
   */
  start(): Promise<EngineProcess>;
  /** Ends it, if it was started. */
  close(): Promise<void>;
}

export function createTablesEngine(state: State): TablesEngine {
  let started: Promise<EngineProcess> | undefined;
  return {
    start() {
      started ??= startEngine(databasePathOf(state));
      return started;
    },
    async close() {
      // One that did not start has told whoever started it.
      const engine = await started?.catch(() => undefined);
      await engine?.close();
    },
  };
}

/** File that keeps the tables; none where everything is kept in memory. */
export function databasePathOf({ directory }: State): string | undefined {
  return directory === undefined ? undefined : join(directory, 'dynamodb.db');
}
