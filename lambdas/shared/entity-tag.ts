import { Problem } from './problem.ts';

/** The entity tag of a version; strong, since an answer is the same to the byte while the version is. */
export const entityTag = (version: number): string => `"${version}"`;

/**
 * Refuses a change that is meant for another version than the current one.
 *
 * @param ifMatch the header's value; a change without one, or with `*`, is meant for whatever version there is.
 * @throws {Problem} PRECONDITION_FAILED
 */
export function requireVersion(ifMatch: string | undefined, version: number): void {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== entityTag(version)) throw staleVersion();
}

/** What a change is answered with that came too late: another one was faster. */
export const staleVersion = (): Problem =>
  new Problem('PRECONDITION_FAILED', { detail: 'It was changed meanwhile. Expected: the ETag of the newest version' });
