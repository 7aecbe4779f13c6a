import * as z from 'zod/mini';
import { type AttemptName, attempts } from '../../access-attempts.ts';

/** Variable that carries the names of the attempts of a run that does not make all of them, as JSON. */
export const onlyAttemptsVariable = 'GATEHOUSE_ATTEMPTS';

/** @returns undefined for a run of all. */
export function onlyAttempts(): readonly AttemptName[] | undefined {
  const text = process.env[onlyAttemptsVariable];
  const names = Object.keys(attempts) as AttemptName[];
  return text === undefined ? undefined : z.parse(z.array(z.enum(names)), JSON.parse(text));
}
