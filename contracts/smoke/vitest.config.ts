import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['contracts/smoke/*.smoke.ts'],
    // One suite at a time, in one place that paces them: they share the stage's throttles.
    fileParallelism: false,
    isolate: false,
    // Concurrent tests wait for throttles of different routes.
    maxConcurrency: 64,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
