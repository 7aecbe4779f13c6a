import { parseTarget } from './json-protocol.ts';
import type { AwsError, ServiceRequest } from './service.ts';

/** What a service can be asked for, for whoever tells of its requests or lets them fail. */
export interface ServiceOperations {
  /** In the words of the API reference, sorted: `PutItem`. */
  readonly names: readonly string[];
  /** The operation that a request asks for; none for what is no operation, such as a preflight. */
  of(request: ServiceRequest): string | undefined;
  /** What the service answers to who asks too often. */
  throttling(): AwsError;
}

/**
 * The operations of a service whose requests name them in the `X-Amz-Target` header.
 *
 * @param names of those that the service answers.
 */
export function jsonOperations(names: Iterable<string>, throttling: () => AwsError): ServiceOperations {
  const sorted = [...names].sort();
  const known = new Set(sorted);
  return {
    names: sorted,
    throttling,
    of(request) {
      const name = parseTarget(request)?.operation;
      return name !== undefined && known.has(name) ? name : undefined;
    },
  };
}
