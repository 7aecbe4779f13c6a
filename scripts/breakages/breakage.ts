import type { StackDocument } from '../testing/stack-copy.ts';

/** A stage that breaks one of its promises on purpose, and who has to notice. */
export interface Breakage {
  /** `drop CORS on 429` */
  readonly name: string;
  /** As it stands in what is said of it: `GET /partner/projects`. */
  readonly route: string;
  /** The promise, as it stands there too. */
  readonly promise: RegExp;
  /** Smoke suites that it concerns: they are asked first, and all others only if none of them notices. */
  readonly suites: readonly string[];
  /** Whether a consumer's contract has to notice as well. @default false */
  readonly contracts?: boolean;
  /** Change of the synthesized stack. @default none */
  readonly stack?: (document: StackDocument) => void;
  /** Change of a function. @default none */
  readonly source?: SourcePatch;
}

/** A text of a source that is replaced by another. */
export interface SourcePatch {
  /** From the project's folder. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Functions that are built anew: `start-export`. */
  readonly functions: readonly string[];
}

/** @throws {Error} if the text is not there, or more than once: the change would not be the one that is meant. */
export function patched(source: string, { file, find, replace }: SourcePatch): string {
  const parts = source.split(find);
  if (parts.length === 2) return parts.join(replace);
  throw new Error(
    `${file} has ${parts.length - 1} times the text that is to be changed: ${find}. Expected: once; mend scripts/breakages/breakages.ts`,
  );
}
