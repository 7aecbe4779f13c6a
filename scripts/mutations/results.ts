import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Outcome } from './campaign.ts';
import type { Mutation } from './mutation.ts';
import type { Notice, Trial } from './trial.ts';

/** A file that a long campaign can be broken off and gone on with: an outcome a line. */

interface Result {
  readonly id: string;
  readonly seconds: number;
  readonly noticed?: Omit<Notice, 'check'> | undefined;
  readonly listed?: string | undefined;
}

export function appendResult(file: string, { mutation: { id }, trial, listed }: Outcome): void {
  const { by, message, isAbout } = trial.noticed ?? {};
  const noticed = trial.noticed && { by, message: message?.slice(0, 500), isAbout };
  appendFileSync(file, `${JSON.stringify({ id, seconds: trial.seconds, noticed, listed })}\n`);
}

/** The outcomes that a file has of these mutations, none if there is no file. */
export function readResults(file: string, mutations: readonly Mutation[]): readonly Outcome[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const results = new Map(lines.map((line) => JSON.parse(line) as Result).map((result) => [result.id, result]));
  return mutations.flatMap((mutation) => {
    const result = results.get(mutation.id);
    return result ? [{ mutation, trial: trialOf(result), listed: result.listed }] : [];
  });
}

const trialOf = ({ seconds, noticed }: Result): Trial => ({
  seconds,
  noticed: noticed && { ...noticed, check: undefined },
});
