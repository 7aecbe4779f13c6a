import { parseArgs } from 'node:util';
import { brokerOf } from '../contracts/pact/broker.ts';
import { type PactSource, verifyStage } from '../contracts/pact/stage-verification.ts';
import type { Stage } from '../contracts/smoke/stage.ts';
import { currentRevision } from './broker/revision.ts';
import { command } from './command.ts';
import { namedStage, stageOptions } from './named-stage.ts';

/**
 * `npm run contracts:verify -- --stage local|dev|staging|prod [--env dev] [--outputs FILE] [--publish]`: a
 * stage against the consumers' pacts. A stage with a control API is nobody else's: it is verified against all
 * of the committed pacts or, with PACT_BROKER_BASE_URL set, against the broker's, which `--publish` tells the
 * results. Any other stage is verified against the committed interactions that are meant for every stage, and
 * nothing is published.
 */
const { values } = parseArgs({ options: { ...stageOptions, publish: { type: 'boolean', default: false } } });

await command('contracts:verify', async () => {
  const stage = namedStage(values, 'contracts:verify');
  const source = pactSource(stage);
  if (source === 'every stage') {
    console.log('the stage has no control API: it is held to the interactions that are meant for every stage');
  }
  const { verified, pending } = await verifyStage(stage, source);
  for (const interaction of verified) console.log(`verified  ${interaction}`);
  for (const failure of pending) console.log(`pending   ${failure}`);
  console.log(`${verified.length} interactions verified${pending.length > 0 ? `, ${pending.length} pending` : ''}`);
});

function pactSource({ controlUrl }: Stage): PactSource {
  const isNobodyElses = controlUrl !== undefined;
  const broker = isNobodyElses ? brokerOf(process.env) : undefined;
  if (values.publish && !broker) {
    throw new Error('there is nothing to publish. Expected: --publish with a control API and PACT_BROKER_BASE_URL');
  }
  if (broker) return { broker, revision: currentRevision(), isPublished: values.publish };
  return isNobodyElses ? 'committed' : 'every stage';
}
