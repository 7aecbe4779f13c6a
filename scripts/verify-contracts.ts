import { parseArgs } from 'node:util';
import { verifyStage } from '../contracts/pact/stage-verification.ts';
import { VerificationError } from '../contracts/pact/verification.ts';
import { namedStage, stageOptions } from './named-stage.ts';

/** `npm run contracts:verify -- --stage local`: a stage against the consumers' pacts. */
const { values } = parseArgs({ options: stageOptions });
try {
  const { interactions } = await verifyStage(namedStage(values, 'contracts:verify'));
  for (const interaction of interactions) console.log(`verified  ${interaction}`);
  console.log(`${interactions.length} interactions verified`);
} catch (error) {
  if (!(error instanceof VerificationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
