import type { Environment } from '../environment.ts';

/** Longest name of a Lambda function and of an IAM role ("Lambda CreateFunction", "IAM and AWS STS quotas"). */
const longestName = 64;

/**
 * The name of a resource in AWS: `gatehouse-dev-exports`.
 *
 * @throws {RangeError} if it is longer than 64 characters.
 */
export function resourceName(environment: Environment, thing: string): string {
  const name = `gatehouse-${environment.name}-${thing}`;
  if (name.length > longestName) {
    throw new RangeError(`the name '${name}' has ${name.length} characters. Expected: at most ${longestName}`);
  }
  return name;
}

/** `startExport` gives `start-export`, the name of its function, its handler's file and its bundle. */
export function kebabCase(operationId: string): string {
  return operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
