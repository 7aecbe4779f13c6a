import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'cdktf.out/**', 'contracts/smoke/**', 'contracts/pact/**'],
    testTimeout: 10_000,
  },
});
