import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { interactionOf, type PactInteraction, pactFilesIn, readPact } from './pact-files.ts';

/** Copies the pacts of a folder with the interactions that are chosen; a pact without any is left out. */
export function writeSubset(from: string, to: string, isChosen: (interaction: PactInteraction) => boolean): void {
  for (const name of pactFilesIn(from)) {
    const pact = readPact(join(from, name));
    const interactions = pact.interactions.filter((interaction) => isChosen(interactionOf(interaction)));
    if (interactions.length > 0) writeFileSync(join(to, name), JSON.stringify({ ...pact, interactions }));
  }
}
