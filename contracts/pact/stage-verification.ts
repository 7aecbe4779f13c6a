import { type Stage, urlsOf } from '../smoke/stage.ts';
import { pactFolder } from './pact-files.ts';
import { createProviderStates } from './provider-states.ts';
import { type Verification, verifyPacts } from './verification.ts';

/**
 * Verifies a stage against the pacts of all consumers, in states that it is brought into first.
 *
 * @throws {VerificationError} naming the pact, the state or the interaction.
 */
export async function verifyStage(stage: Stage): Promise<Verification> {
  const states = await createProviderStates(stage);
  try {
    return await verifyPacts({
      pacts: pactFolder,
      provider: 'task-api',
      baseUrl: urlsOf(stage).taskApi,
      handlers: states.handlers,
      credentials: states.credentials,
    });
  } finally {
    await states.remove();
  }
}
