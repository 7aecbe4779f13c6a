import { globSync, readFileSync } from 'node:fs';
import type { KnipConfig } from 'knip';

/** Handlers are entries by what they export: beside them lie files that only they use. */
const handlers = globSync('lambdas/*/*.ts').filter((file) =>
  /^export const handler\b/m.test(readFileSync(file, 'utf8')),
);

const config: KnipConfig = {
  ignoreExportsUsedInFile: { interface: true, type: true },
  workspaces: {
    '.': {
      entry: [
        ...handlers,
        'scripts/{access,breakages,bundle-functions,export-faults,integration,large-exports,measure-functions,mutate,partner-token,prune-lockfile,smoke,synth,test-long,verify-contracts}.{ts,js}',
        'scripts/long-run/load.ts',
        'scripts/bench/{bare-server.ts,handler/index.js}',
        'scripts/measure/load-module.js',
        'scripts/mutations/*.suite.ts',
        'contracts/pact/**/*.pact.ts',
        // Named by their configuration.
        'contracts/pact/empty-pacts.ts',
        'contracts/smoke/*.smoke.ts',
        'contracts/**/*.test-d.ts',
        'contracts/{pact,smoke}/vitest.config.ts',
        'lambdas/integration/{*.integration,vitest.config}.ts',
        // Named by the bundles' configuration.
        'lambdas/shared/execution-role.ts',
        'fixtures/*/main.ts',
        'fixtures/*/lambdas/*/*.ts',
      ],
      project: ['**/*.{ts,js}', '!local-stage/**'],
      // Used by their commands, and by the bundle of one of them.
      ignoreDependencies: ['cdktf-cli', '@cdktf/node-pty-prebuilt-multiarch', 'lefthook'],
    },
    'local-stage': {
      // The program's entry is named by what bundles it.
      entry: ['test/**/*.test.ts', 'src/bundled-cli.ts'],
      project: ['**/*.ts'],
      ignoreBinaries: ['terraform'],
    },
  },
};

export default config;
