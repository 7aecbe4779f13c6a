import { parseArgs } from 'node:util';
import { brokerOf } from '../contracts/pact/broker.ts';
import { type PactSource, verifyStage } from '../contracts/pact/stage-verification.ts';
import { currentRevision } from './broker/revision.ts';
import { command } from './command.ts';
import { namedStage, stageOptions } from './named-stage.ts';

/**
 * `npm run contracts:verify -- --stage local|dev|staging|prod [--env dev] [--outputs FILE] [--publish]`: a
 * stage against the consumers' pacts. With PACT_BROKER_BASE_URL set, the local stage is verified against
 * the broker's pacts, and `--publish` tells it the results. A deployed stage is verified against the
 * committed interactions that are meant for every stage, and nothing is published.
 */
const { values } = parseArgs({ options: { ...stageOptions, publish: { type: 'boolean', default: false } } });

await command('contracts:verify', async () => {
  const source = pactSource();
  const { verified, pending } = await verifyStage(namedStage(values, 'contracts:verify'), source);
  for (const interaction of verified) console.log(`verified  ${interaction}`);
  for (const failure of pending) console.log(`pending   ${failure}`);
  console.log(`${verified.length} interactions verified${pending.length > 0 ? `, ${pending.length} pending` : ''}`);
});

function pactSource(): PactSource {
  const isLocal = values.stage === 'local';
  const broker = isLocal ? brokerOf(process.env) : undefined;
  if (values.publish && !broker) {
    throw new Error('there is nothing to publish. Expected: --publish with --stage local and PACT_BROKER_BASE_URL');
  }
  if (broker) return { broker, revision: currentRevision(), isPublished: values.publish };
  return isLocal ? 'committed' : 'every stage';
}
