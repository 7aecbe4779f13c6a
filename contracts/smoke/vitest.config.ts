import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['contracts/smoke/*.smoke.ts'],
    // One suite at a time: they share the stage's throttles.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
