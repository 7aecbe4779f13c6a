import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'cdktf.out/**'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    // Machines that run CI are slow at times; nobody waits for what holds.
    expect: { poll: { timeout: 8_000 } },
  },
});
