import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from '../smoke/stage.ts';
import { type BrokerSource, verifyBrokerPacts } from './broker-verification.ts';
import { pactFolder } from './pact-files.ts';
import type { Provider } from './provider.ts';
import { stageProviders } from './stage-providers.ts';
import { createTenant } from './states/tenant.ts';
import { writeSubset } from './subset.ts';
import { type Verification, verifyPacts } from './verification.ts';
import { VerificationError } from './verification-error.ts';

/**
 * Where the pacts come from.
 * - `committed`: all that the consumers' tests of this project wrote.
 * - `every stage`: those of their interactions that are meant for deployed stages, too: the rest changes
 *   more than others should see.
 * - a broker's: what consumers have published.
 */
export type PactSource = 'committed' | 'every stage' | BrokerSource;

/**
 * Verifies a stage's APIs against the pacts of all consumers, in states of a tenant of the run's own,
 * which is removed afterwards.
 *
 * @throws {VerificationError} naming the pact, the state, or each interaction and its broken promises.
 */
export async function verifyStage(stage: Stage, source: PactSource): Promise<Verification> {
  if (source === 'committed') return verifyProviders(stage, (provider) => verifyPacts(provider, pactFolder));
  if (source !== 'every stage') return verifyProviders(stage, (provider) => verifyBrokerPacts(provider, source));
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pacts-'));
  try {
    writeSubset(pactFolder, folder, ({ isOnEveryStage }) => isOnEveryStage);
    return await verifyProviders(stage, (provider) => verifyPacts(provider, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const endingSignals = ['SIGINT', 'SIGTERM'] as const;

/** One provider's failure does not hide another's. */
async function verifyProviders(
  stage: Stage,
  verify: (provider: Provider) => Promise<Verification>,
): Promise<Verification> {
  const tenant = await createTenant(stage);
  // Whoever cuts the run short leaves nothing behind either.
  const leave = () => {
    tenant
      .remove()
      .catch((error: Error) => console.error(error.message))
      .finally(() => process.exit(1));
  };
  for (const signal of endingSignals) process.once(signal, leave);
  const verifications: Verification[] = [];
  const failures: string[] = [];
  try {
    for (const provider of stageProviders(tenant)) {
      try {
        verifications.push(await verify(provider));
      } catch (error) {
        if (!(error instanceof VerificationError)) throw error;
        failures.push(error.message);
      }
    }
  } finally {
    for (const signal of endingSignals) process.off(signal, leave);
    await tenant.remove().catch((error: Error) => void failures.push(error.message));
  }
  if (failures.length > 0) throw new VerificationError(failures.join('\n'));
  return {
    verified: verifications.flatMap(({ verified }) => verified),
    pending: verifications.flatMap(({ pending }) => pending),
  };
}
