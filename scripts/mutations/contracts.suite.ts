import { test } from 'vitest';
import { verifyStage } from '../../contracts/pact/stage-verification.ts';
import { currentStage } from '../../contracts/smoke/stage.ts';

/** The verification of the consumers' pacts as a suite beside the smoke suites. */
test("the stage keeps the consumers' pacts", () => verifyStage(currentStage(), 'committed'));
