import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['lambdas/integration/*.integration.ts'],
    // One suite at a time: sweepers that are told it is later sweep what other suites have made.
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is called in this process says nothing.
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    isolate: false,
  },
});
