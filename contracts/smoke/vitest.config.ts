import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['contracts/smoke/*.smoke.ts'],
    // One suite at a time, in one place that paces them: they share the stage's throttles.
    fileParallelism: false,
    isolate: false,
    // Concurrent tests wait for throttles of different routes.
    maxConcurrency: 64,
    // Whole routes, however long they are.
    taskTitleValueFormatTruncate: 0,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
