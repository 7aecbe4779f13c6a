import { parseArgs } from 'node:util';
import { verifyStage } from '../contracts/pact/stage-verification.ts';
import { command } from './command.ts';
import { namedStage, stageOptions } from './named-stage.ts';

/**
 * `npm run contracts:verify -- --stage local|dev|staging|prod [--env dev] [--outputs FILE]`: a stage
 * against the consumers' pacts. A deployed stage is verified against the interactions that are meant
 * for every stage.
 */
const { values } = parseArgs({ options: stageOptions });
await command('contracts:verify', async () => {
  const stage = namedStage(values, 'contracts:verify');
  const verified = await verifyStage(stage, { isOnlyEveryStage: values.stage !== 'local' });
  for (const interaction of verified) console.log(`verified  ${interaction}`);
  console.log(`${verified.length} interactions verified`);
});
