import { parseArgs } from 'node:util';
import { pactFolder } from '../contracts/pact/pact-files.ts';
import { createProviderStates } from '../contracts/pact/provider-states.ts';
import { VerificationError, verifyPacts } from '../contracts/pact/verification.ts';
import { urlsOf } from '../contracts/smoke/stage.ts';
import { namedStage, stageOptions } from './named-stage.ts';

/** `npm run contracts:verify -- --stage local`: a stage against the consumers' pacts. */
const { values } = parseArgs({ options: stageOptions });
const stage = namedStage(values, 'contracts:verify');
const states = await createProviderStates(stage);
try {
  const { interactions } = await verifyPacts({
    pacts: pactFolder,
    provider: 'task-api',
    baseUrl: urlsOf(stage).taskApi,
    handlers: states.handlers,
    credentials: states.credentials,
  });
  for (const interaction of interactions) console.log(`verified  ${interaction}`);
  console.log(`${interactions.length} interactions verified`);
} catch (error) {
  if (!(error instanceof VerificationError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await states.remove();
}
