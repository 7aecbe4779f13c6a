import type { FunctionConfiguration } from './configuration.ts';
import type { InvocationThrottle } from './invoker.ts';

/** Concurrent executions of an account in a Region (Lambda developer guide, "Lambda quotas"). */
const accountConcurrency = 1000;
/** What reservations must leave to the functions without one (API reference, "PutFunctionConcurrency"). */
const minimumUnreserved = 100;

/** Counts executions against each function's reserved concurrency and what the account has left. */
export interface ConcurrencyLimits {
  /** Takes a place for one execution, or says which limit refuses it. */
  acquire(configuration: FunctionConfiguration): InvocationThrottle['reason'] | undefined;
  /** The limit that refuses an execution of the function, when it does. */
  reasonOf(configuration: FunctionConfiguration): InvocationThrottle['reason'];
  /** Gives back what `acquire` took. */
  release(configuration: FunctionConfiguration): void;
}

/** @throws {RangeError} if the reservations leave too little to the functions without one. */
export function createConcurrencyLimits(configurations: readonly FunctionConfiguration[]): ConcurrencyLimits {
  const unreserved: Pool = { limit: unreservedConcurrency(configurations), inUse: 0, reserved: false };
  const pools = new Map<string, Pool>();
  for (const { arn, reservedConcurrency: limit } of configurations) {
    pools.set(arn, limit === undefined ? unreserved : { limit, inUse: 0, reserved: true });
  }
  const poolOf = (configuration: FunctionConfiguration) => pools.get(configuration.arn) ?? unreserved;
  const reasonOf = (configuration: FunctionConfiguration) =>
    poolOf(configuration).reserved
      ? 'ReservedFunctionConcurrentInvocationLimitExceeded'
      : 'ConcurrentInvocationLimitExceeded';
  return {
    reasonOf,
    acquire(configuration) {
      const pool = poolOf(configuration);
      if (pool.inUse >= pool.limit) return reasonOf(configuration);
      pool.inUse += 1;
      return undefined;
    },
    release(configuration) {
      poolOf(configuration).inUse -= 1;
    },
  };
}

interface Pool {
  readonly limit: number;
  readonly reserved: boolean;
  inUse: number;
}

function unreservedConcurrency(configurations: readonly FunctionConfiguration[]): number {
  let left = accountConcurrency;
  for (const { address, reservedConcurrency } of configurations) {
    left -= reservedConcurrency ?? 0;
    if (left < minimumUnreserved) {
      throw new RangeError(
        `${address}: its reserved concurrency of ${reservedConcurrency} leaves ${left} of the account's ` +
          `${accountConcurrency} to functions without a reservation. Expected: at least ${minimumUnreserved} left; reserve less`,
      );
    }
  }
  return left;
}
