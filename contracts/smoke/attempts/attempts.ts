import type { AttemptName } from '../../access-attempts.ts';
import type { AccessCell } from '../../access-cells.ts';
import { removeAccount } from '../leftovers.ts';
import { type SmokeRequest, stage } from '../requests.ts';
import { type Make, targetOf } from './attempt-request.ts';
import { createAttemptWorld } from './attempt-world.ts';
import { createOutsiders, type Outsiders, outsiderAttempts } from './outsider-attempts.ts';
import { localPartnerAttempts, partnerAttempts } from './partner-attempts.ts';
import { localSignatureAttempts, signatureAttempts } from './signature-attempts.ts';
import { localTokenAttempts, tokenAttempts } from './token-attempts.ts';

/** The attempts of one run, against the stage that the command names. */
export interface Attempts {
  requestOf(cell: AccessCell): Promise<SmokeRequest>;
  /** Removes what the run made. */
  remove(): Promise<void>;
}

export async function createAttempts(): Promise<Attempts> {
  const world = await createAttemptWorld();
  const { local } = world;
  let outsiders: Promise<Outsiders> | undefined;
  const outsidersOnce = () => (outsiders ??= createOutsiders(world));
  const anywhere = {
    ...tokenAttempts(world),
    ...partnerAttempts(world),
    ...signatureAttempts(world),
    ...outsiderAttempts(outsidersOnce),
  };
  const makes: Readonly<Partial<Record<AttemptName, Make>>> = local ? { ...anywhere, ...localMakes(local) } : anywhere;

  function localMakes(means: NonNullable<typeof local>): Record<Exclude<AttemptName, keyof typeof anywhere>, Make> {
    return {
      ...localTokenAttempts(world, means),
      ...localPartnerAttempts(world, means),
      ...localSignatureAttempts(world, means),
    };
  }
  return {
    async requestOf({ api, operation, attempt }) {
      const make = makes[attempt];
      if (!make) throw new Error(`this stage has no means for the attempt '${attempt}'. Expected: 'npm run access'`);
      return make(targetOf(api, operation));
    },
    async remove() {
      await (await outsiders)?.remove();
      await removeAccount(stage, world.user.email);
    },
  };
}
