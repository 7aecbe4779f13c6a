import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stage } from '../smoke/stage.ts';
import { pactFolder } from './pact-files.ts';
import { stageProviders } from './stage-providers.ts';
import { createTenant } from './states/tenant.ts';
import { writeSubset } from './subset.ts';
import { type Verified, verifyPacts } from './verification.ts';
import { VerificationError } from './verification-error.ts';

export interface StageVerificationOptions {
  /** Verifies only what is meant for every stage: the rest changes more than a deployed one should see. @default false */
  readonly isOnlyEveryStage?: boolean;
}

/**
 * Verifies a stage's APIs against the committed pacts of all consumers, in states of a tenant of the
 * run's own, which is removed afterwards.
 *
 * @throws {VerificationError} naming the pact, the state, or each interaction and its broken promises.
 */
export async function verifyStage(
  stage: Stage,
  { isOnlyEveryStage = false }: StageVerificationOptions = {},
): Promise<Verified> {
  const folder = isOnlyEveryStage ? mkdtempSync(join(tmpdir(), 'gatehouse-pacts-')) : pactFolder;
  try {
    if (isOnlyEveryStage) writeSubset(pactFolder, folder, ({ isOnEveryStage }) => isOnEveryStage);
    return await verifyAll(stage, folder);
  } finally {
    if (isOnlyEveryStage) rmSync(folder, { recursive: true });
  }
}

/** One provider's failure does not hide another's. */
async function verifyAll(stage: Stage, folder: string): Promise<Verified> {
  const tenant = await createTenant(stage);
  const verified: string[] = [];
  const failures: string[] = [];
  try {
    for (const provider of stageProviders(tenant)) {
      try {
        verified.push(...(await verifyPacts(provider, folder)));
      } catch (error) {
        if (!(error instanceof VerificationError)) throw error;
        failures.push(error.message);
      }
    }
  } finally {
    await tenant.remove().catch((error: Error) => void failures.push(error.message));
  }
  if (failures.length > 0) throw new VerificationError(failures.join('\n'));
  return verified;
}
