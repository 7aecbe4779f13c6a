import { AwsError, faultOf } from '../../service.ts';
import { queryCodeOf, sqsError } from '../errors.ts';
import { optionalString, type Parameters, structureList } from '../parameters.ts';

/** Source: "Amazon SQS message quotas". */
const maximumEntries = 10;

export interface BatchEntry {
  readonly id: string;
  readonly parameters: Parameters;
}

export interface BatchFailure {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

/**
 * Reads the entries of a batch.
 *
 * @param entryType name of an entry in the API's model, which AWS's text shows.
 * @throws {AwsError} for what fails the whole batch: none or too many, a bad or repeated id.
 */
export function readBatch(parameters: Parameters, entryType: string): readonly BatchEntry[] {
  const entries = structureList(parameters, 'Entries').map((entry) => ({
    id: optionalString(entry, 'Id') ?? '',
    parameters: entry,
  }));
  if (entries.length === 0) {
    throw sqsError('EmptyBatchRequest', `There should be at least one ${entryType} in the request.`);
  }
  if (entries.length > maximumEntries) {
    throw sqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${maximumEntries}. You have sent ${entries.length}.`,
    );
  }
  assertIds(entries.map((entry) => entry.id));
  return entries;
}

function assertIds(ids: readonly string[]): void {
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) {
    throw sqsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. ' +
        'It can be at most 80 letters long.',
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw sqsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
}

/** Does each entry by itself: an entry that fails leaves the others alone. */
export function eachEntry<Entry extends { readonly id: string }, Result>(
  entries: readonly Entry[],
  work: (entry: Entry) => Result,
): { readonly done: readonly Result[]; readonly failed: readonly BatchFailure[] } {
  const done: Result[] = [];
  const failed: BatchFailure[] = [];
  for (const entry of entries) {
    try {
      done.push(work(entry));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push(failureOf(entry.id, error));
    }
  }
  return { done, failed };
}

function failureOf(id: string, error: AwsError): BatchFailure {
  return { Id: id, SenderFault: faultOf(error) === 'Sender', Code: queryCodeOf(error), Message: error.message };
}

/** The answer of a batch; lists without members are left out. */
export function batchResult(successful: readonly unknown[], failed: readonly BatchFailure[]) {
  return {
    ...(successful.length > 0 && { Successful: successful }),
    ...(failed.length > 0 && { Failed: failed }),
  };
}
