import fc from 'fast-check';
import type { Operation } from '../../contracts/route-table.ts';
import { type Fault, faultsOf } from './faults.ts';
import { validValue } from './valid-values.ts';

/** A request to an operation as the seed gives it: all of it but what only the running stage knows. */
export interface Plan {
  /** Which of the stage's things it is about, counted through those that fit. */
  readonly pick: number;
  readonly query: Readonly<Record<string, string>>;
  /** Keeps the schema; `undefined` where the row takes none. */
  readonly body: unknown;
  /** Whether identifiers and secrets in the body are real ones. */
  readonly isReal: boolean;
  /** What the request does with what other requests left: their key, their cursor. */
  readonly follows: boolean;
  readonly hasKey: boolean;
  /** Whether If-Match names a version; otherwise any is meant. */
  readonly hasVersion: boolean;
  readonly origin: 'none' | 'allowed' | 'foreign';
  /** Whether the body comes in chunks, without its length. */
  readonly isChunked: boolean;
  readonly faults: readonly Fault[];
}

/** Requests to an operation, a good part of which keep its row. */
export function planOf(operation: Operation): fc.Arbitrary<Plan> {
  const fault = faultsOf(operation);
  const query = Object.fromEntries(
    operation.queryParameters
      .filter(({ name }) => name !== 'cursor')
      .map(({ name, schema }) => [name, schema === 'PageLimit' ? limits : validValue(schema)]),
  );
  return fc.record({
    pick: fc.nat(100_000),
    query: fc.record(query, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Record<string, string>>,
    body: operation.body === undefined ? fc.constant(undefined) : validValue(operation.body),
    isReal: often(9),
    follows: often(1, 4),
    hasKey: often(1),
    hasVersion: often(1),
    origin: fc.constantFrom('none', 'none', 'allowed', 'foreign'),
    isChunked: often(1, 9),
    faults: fc.oneof(
      { weight: 9, arbitrary: fc.constant([]) },
      { weight: 8, arbitrary: fault.map((one) => [one]) },
      { weight: 3, arbitrary: fc.array(fault, { minLength: 2, maxLength: 4 }) },
    ),
  });
}

/** Small ones often, so that there are next pages. */
const limits = fc.oneof(fc.constantFrom('1', '2', '3'), validValue('PageLimit') as fc.Arbitrary<string>);

const often = (yes: number, no = 1) =>
  fc.oneof({ weight: yes, arbitrary: fc.constant(true) }, { weight: no, arbitrary: fc.constant(false) });
