import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { pactFilesIn, readPact } from './pact-files.ts';

/** How the pacts of two folders differ: one line an interaction. Empty if they say the same. */
export function pactDrift(committed: string, written: string): readonly string[] {
  const names = new Set([...pactFilesIn(committed), ...pactFilesIn(written)]);
  return [...names].sort().flatMap((name) => fileDrift(name, join(committed, name), join(written, name)));
}

function fileDrift(name: string, committed: string, written: string): readonly string[] {
  if (!existsSync(committed)) return [`${name}: is not committed`];
  if (!existsSync(written)) return [`${name}: no test writes it`];
  const [before, after] = [readPact(committed), readPact(written)];
  if (isDeepStrictEqual(before, after)) return [];
  const [old, now] = [byIdentity(before), byIdentity(after)];
  const lines = [...new Set([...old.keys(), ...now.keys()])].flatMap((identity) => {
    if (!old.has(identity)) return [`${name}: '${identity}' is not committed`];
    if (!now.has(identity)) return [`${name}: '${identity}' is in no test`];
    return isDeepStrictEqual(old.get(identity), now.get(identity)) ? [] : [`${name}: '${identity}' is another`];
  });
  return lines.length > 0 ? lines : [`${name}: is another beside its interactions`];
}

const byIdentity = ({ interactions }: ReturnType<typeof readPact>) =>
  new Map(
    interactions.map((interaction) => {
      const states = (interaction.providerStates ?? []).map(({ name }) => name);
      return [[interaction.description, ...states].join(' | '), interaction];
    }),
  );
