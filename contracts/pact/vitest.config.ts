import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['contracts/pact/**/*.pact.ts'],
    globalSetup: ['contracts/pact/empty-pacts.ts'],
    // One file at a time: parallel runs write the same pact file and lose interactions silently.
    fileParallelism: false,
    // They share nothing but the library, whose loading is most of the time.
    isolate: false,
    testTimeout: 30_000,
    env: { PACT_DO_NOT_TRACK: 'true' },
  },
});
