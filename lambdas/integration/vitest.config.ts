import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** By name; suites that move the stage's clock come last: who signs with the host's time would be refused then. */
class ClockLast extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => `${moduleId.includes('.clock.') ? 1 : 0} ${moduleId}`;
    return specifications.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}

export default defineConfig({
  test: {
    include: ['lambdas/integration/*.integration.ts'],
    // One suite at a time: sweepers that are told it is later sweep what other suites have made.
    fileParallelism: false,
    sequence: { sequencer: ClockLast },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What is called in this process says nothing.
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    isolate: false,
  },
});
