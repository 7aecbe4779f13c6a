import { EvaluationError, TerraformError } from '../../terraform/errors.ts';
import type { Resources } from '../resource-type.ts';

/** What the configuration of the stage is put together from. */
export interface Assembly {
  readonly accountId: string;
  readonly region: string;
  /** Absolute path of the folder that relative paths start from. */
  readonly folder: string;
  readonly resources: Resources;
  /** Addresses that a resource refers to or depends on, directly and through others. */
  readonly dependenciesOf: (address: string) => ReadonlySet<string>;
}

interface Addressed {
  readonly address: string;
}

/**
 * The one resource that a value of another refers to.
 *
 * @throws {TerraformError} at the referring resource, naming what it looked for.
 */
export function referred<R extends Addressed>(
  from: Addressed,
  argument: string,
  value: string,
  candidates: readonly R[],
  matches: (candidate: R) => boolean,
): R {
  const found = candidates.find(matches);
  if (found) return found;
  const known = candidates.map(({ address }) => address).join(', ') || 'none is declared';
  throw new TerraformError(
    from.address,
    `argument '${argument}': '${value}' is nothing that this document makes there. Known: ${known}`,
  );
}

/** @throws {TerraformError} where two resources claim one key, which AWS refuses as a conflict. */
export function requireUnique<R extends Addressed>(
  resources: readonly R[],
  what: string,
  keyOf: (resource: R) => string,
): void {
  const seen = new Map<string, string>();
  for (const resource of resources) {
    const key = keyOf(resource);
    const other = seen.get(key);
    if (other !== undefined)
      throw new TerraformError(
        resource.address,
        `${what} '${key}' exists already: ${other} makes it. Expected: another name`,
      );
    seen.set(key, resource.address);
  }
}

/** Runs a computation on behalf of a resource, whose address its errors then carry. */
export function at<T>({ address }: Addressed, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new TerraformError(address, error.message);
  }
}
