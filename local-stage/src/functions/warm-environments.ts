import type { ExecutionEnvironment } from './execution-environment.ts';
import { createFunctionsFolder, type FunctionsFolder } from './functions-folder.ts';

/**
 * Idle environments between two documents of a stage: a function that the next document leaves as it
 * is goes on with them, as an update of one function leaves the others alone on AWS.
 */
export interface WarmEnvironments {
  readonly folder: FunctionsFolder;
  /** @param madeOf all that the environment was made of. */
  keep(madeOf: string, environment: ExecutionEnvironment): void;
  /** Those that were made of the same and live; they are the taker's from then on. */
  take(madeOf: string): readonly ExecutionEnvironment[];
  /** Ends those that nobody has taken. */
  drop(): void;
  /** Ends them and removes the folder. */
  close(): Promise<void>;
}

export function createWarmEnvironments(): WarmEnvironments {
  const folder = createFunctionsFolder();
  const kept = new Map<string, ExecutionEnvironment[]>();
  const stopAll = () => {
    const all = [...kept.values()].flat();
    kept.clear();
    return Promise.all(all.map((environment) => environment.stop()));
  };
  return {
    folder,
    keep(madeOf, environment) {
      const others = kept.get(madeOf);
      if (others) others.push(environment);
      else kept.set(madeOf, [environment]);
    },
    take(madeOf) {
      const found = kept.get(madeOf) ?? [];
      kept.delete(madeOf);
      return found.filter((environment) => environment.alive());
    },
    drop: () => void stopAll(),
    async close() {
      await stopAll();
      folder.remove();
    },
  };
}
