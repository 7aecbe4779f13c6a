import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['contracts/smoke/*.smoke.ts'],
    // One suite at a time: they share the stage's throttles.
    fileParallelism: false,
    // Concurrent tests wait for throttles of different routes.
    maxConcurrency: 16,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
