import { test } from 'vitest';
import { verifyStage } from '../../contracts/pact/stage-verification.ts';
import { currentStage } from '../../contracts/smoke/stage.ts';

/** All interactions are one test here: it takes as long as all of them. */
const timeoutMs = 120_000;

/** The verification of the consumers' pacts as a suite beside the smoke suites. */
test(
  "the stage keeps the consumers' pacts",
  async () => {
    await verifyStage(currentStage(), 'committed');
  },
  timeoutMs,
);
