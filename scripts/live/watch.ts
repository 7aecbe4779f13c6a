import { watch } from 'node:fs';
import { join } from 'node:path';

/** What a change of can change a stage; tests and generated files do not. */
const folders = ['lambdas', 'contracts', 'stacks'];
const sources = /\.ts$/;
const others =
  /(\.(test|test-d|smoke|pact|integration|suite)\.ts$)|^(contracts\/(pact|smoke)|lambdas\/integration|stacks\/testing)\//;

/** Editors write a file in several steps, and several files at once, within so many milliseconds. */
const settleMs = 30;

export interface Watching {
  close(): void;
}

/**
 * Tells of sources that have changed, as paths from the working directory. While what was told of is
 * being worked on, changes are gathered.
 *
 * @param onChange never rejects.
 */
export function watchSources(onChange: (files: readonly string[]) => Promise<void>): Watching {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let isWorking = false;

  const work = async () => {
    timer = undefined;
    if (isWorking || changed.size === 0) return;
    isWorking = true;
    const files = [...changed].sort();
    changed.clear();
    await onChange(files);
    isWorking = false;
    schedule();
  };
  const schedule = () => {
    timer ??= setTimeout(() => void work(), settleMs);
  };
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, (_event, name) => {
      const file = name === null ? undefined : join(folder, name).replaceAll('\\', '/');
      if (file === undefined || !isSource(file)) return;
      changed.add(file);
      schedule();
    }),
  );
  return {
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Whether a file's change can change a stage. */
export const isSource = (file: string): boolean => sources.test(file) && !others.test(file);
