import type { ExecutionEnvironment } from './execution-environment.ts';
import { createFunctionsFolder, type FunctionsFolder } from './functions-folder.ts';

/**
 * Idle environments between two documents of a stage: a function that the next document leaves as it
 * is goes on with them, as an update of one function leaves the others alone on AWS.
 */
export interface WarmEnvironments {
  readonly folder: FunctionsFolder;
  /** @param function_ all that the environment was made of. */
  keep(function_: string, environment: ExecutionEnvironment): void;
  /** Those of a function that live; they are the taker's from then on. */
  take(function_: string): readonly ExecutionEnvironment[];
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
    keep(function_, environment) {
      const others = kept.get(function_);
      if (others) others.push(environment);
      else kept.set(function_, [environment]);
    },
    take(function_) {
      const found = kept.get(function_) ?? [];
      kept.delete(function_);
      return found.filter((environment) => environment.alive());
    },
    drop: () => void stopAll(),
    async close() {
      await stopAll();
      folder.remove();
    },
  };
}
