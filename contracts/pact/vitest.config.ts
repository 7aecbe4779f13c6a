import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['contracts/pact/*.pact.ts'],
    globalSetup: ['contracts/pact/empty-pacts.ts'],
    // One file at a time: parallel runs write the same pact file and lose interactions silently.
    fileParallelism: false,
    testTimeout: 30_000,
  },
});
