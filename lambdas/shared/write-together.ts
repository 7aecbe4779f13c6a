import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { Problem } from './problem.ts';
import { documents } from './table.ts';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Some of the writes' conditions did not hold: nothing was written. */
export class ConditionFailedError extends Error {
  override readonly name = 'ConditionFailedError';
  /** Places of the writes whose conditions did not hold. */
  readonly places: readonly number[];

  constructor(places: readonly number[], cause: unknown) {
    super(`The conditions of the writes ${places.join(', ')} did not hold`, { cause });
    this.places = places;
  }
}

/** Reasons that are nobody's rule and pass by themselves ("TransactWriteItems", CancellationReasons). */
const passingReasons: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'TransactionConflict',
]);
const mostTries = 5;
const firstWaitMs = 25;

/**
 * Writes all or nothing. Another transaction on the same items is waited for, as is a table that is busy.
 *
 * @throws {ConditionFailedError} if a condition does not hold.
 * @throws {Problem} SERVICE_UNAVAILABLE if others were faster each time.
 */
export async function writeTogether(writes: readonly TransactItem[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await documents.send(new TransactWriteCommand({ TransactItems: [...writes] }));
      return;
    } catch (error) {
      const reasons = reasonsOf(error);
      const failed = reasons.flatMap((reason, place) => (reason === 'ConditionalCheckFailed' ? [place] : []));
      if (failed.length > 0) throw new ConditionFailedError(failed, error);
      if (!reasons.some((reason) => passingReasons.has(String(reason)))) throw error;
      if (attempt === mostTries) throw busy(error);
      await wait(firstWaitMs * 2 ** attempt * (0.5 + Math.random() / 2));
    }
  }
}

/** Why each write of a cancelled transaction was, or would have been, refused. */
function reasonsOf(error: unknown): readonly (string | undefined)[] {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return [];
  const { CancellationReasons = [] } = error as { CancellationReasons?: readonly { readonly Code?: string }[] };
  return CancellationReasons.map(({ Code }) => Code);
}

const busy = (cause: unknown) =>
  new Problem('SERVICE_UNAVAILABLE', { detail: 'Others are changing the same', retryAfterSeconds: 1, cause });

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Whether a single write was refused for its condition. */
export const isConditionFailed = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
