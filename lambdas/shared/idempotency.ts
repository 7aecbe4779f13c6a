import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { Context } from 'aws-lambda';
import { required } from './environment.ts';
import { Problem } from './problem.ts';
import { documents } from './table.ts';

/** Seconds for which a key gives the first answer again: a day, as callers of payment APIs know it. */
const expiresAfterSeconds = 24 * 60 * 60;

/** What a caller's key stands for. Callers, operations and resources never share a key. */
export interface IdempotencyScope {
  readonly caller: string;
  readonly operationId: string;
  readonly pathParameters: Readonly<Record<string, unknown>>;
  readonly key: string;
  readonly body: unknown;
  /** Tells how long the first request may still run. */
  readonly context: Context;
}

/** Runs a request once for its key, and gives the first answer again to those that repeat it. */
export type IdempotencyKeeper = <T extends object>(scope: IdempotencyScope, run: () => Promise<T>) => Promise<T>;

/**
 * Keeps the records in the table, below a partition of the caller's own. Only answers are stored: a
 * request that fails may be tried again with its key.
 *
 * @throws {Problem} IDEMPOTENCY_IN_PROGRESS while the first request runs; IDEMPOTENCY_MISMATCH if the
 *   key came with another body before.
 */
export const idempotencyRecords: IdempotencyKeeper = async (scope, run) => {
  const { caller, operationId, pathParameters, key, body, context } = scope;
  const config = new IdempotencyConfig({
    eventKeyJmesPath: 'scope',
    payloadValidationJmesPath: 'body',
    throwOnNoIdempotencyKey: true,
    expiresAfterSeconds,
    hashFunction: 'sha256',
  });
  config.registerLambdaContext(context);
  const persistenceStore = new DynamoDBPersistenceLayer({
    tableName: required('TABLE_NAME'),
    awsSdkV3Client: documents,
    keyAttr: 'pk',
    sortKeyAttr: 'sk',
    staticPkValue: `IDEMPOTENCY#${caller}`,
    expiryAttr: 'expiresAt',
  });
  const runOnce = makeIdempotent(run, { persistenceStore, config, dataIndexArgument: 0 }) as (
    data: unknown,
  ) => ReturnType<typeof run>;
  try {
    return await runOnce({ scope: [operationId, pathParameters, key], body });
  } catch (error) {
    throw asProblem(error);
  }
};

function asProblem(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  switch (error.name) {
    case 'IdempotencyAlreadyInProgressError':
      return new Problem('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1, cause: error });
    case 'IdempotencyValidationError':
      return new Problem('IDEMPOTENCY_MISMATCH', {
        detail: 'Expected: the body that the key was first sent with, or another key',
        cause: error,
      });
    case 'IdempotencyPersistenceLayerError':
      return error.cause ?? error;
    default:
      return error;
  }
}
