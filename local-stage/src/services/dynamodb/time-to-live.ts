import type { Clock } from '../../clock.ts';
import type { TableConfiguration } from './configuration.ts';
import { asList, asRecord } from './documents.ts';
import { type EngineClient, EngineError } from './engine-client.ts';

/** AWS deletes within a few days of expiry; the stage looks each hour of its own time. */
const sweepIntervalMs = 3_600_000;

/** Items that expired longer ago are left alone. Source: DynamoDB Developer Guide, "Using time to live (TTL)". */
const longestExpiredSeconds = 5 * 365 * 24 * 3600;

/**
 * Deletes expired items by the stage's clock, which the engine does not know.
 *
 * @param onDefect told of a sweep that failed.
 * @returns stops the sweeps and waits for the one under way.
 */
export function startTimeToLive(
  tables: readonly TableConfiguration[],
  client: EngineClient,
  clock: Clock,
  onDefect: (defect: unknown) => void,
): () => Promise<void> {
  let sweeping: Promise<void> | undefined;
  let cancel: () => void = () => {};
  const sweep = async () => {
    try {
      for (const table of tables) await deleteExpired(table, client, clock);
    } catch (defect) {
      onDefect(defect);
    }
    sweeping = undefined;
  };
  const schedule = () => {
    cancel = clock.after(sweepIntervalMs, () => {
      // A clock that is moved by days makes many sweeps due at once; one of them does.
      sweeping ??= Promise.resolve().then(sweep);
      schedule();
    });
  };
  schedule();
  return async () => {
    cancel();
    await sweeping;
  };
}

async function deleteExpired(table: TableConfiguration, client: EngineClient, clock: Clock): Promise<void> {
  const attribute = table.timeToLiveAttribute;
  if (attribute === undefined) return;
  const expired = expiryCondition(attribute, Math.floor(clock.now() / 1000));
  const keyNames = table.keySchema.map((element) => element.AttributeName);
  let startKey: unknown;
  do {
    const page = await client.call('Scan', {
      TableName: table.name,
      FilterExpression: expired.expression,
      ExpressionAttributeNames: expired.names,
      ExpressionAttributeValues: expired.values,
      ...(startKey !== undefined && { ExclusiveStartKey: startKey }),
    });
    for (const item of asList(page['Items']).map(asRecord)) {
      const key = Object.fromEntries(keyNames.map((name) => [name, item[name]]));
      await deleteUnlessRenewed(table.name, key, expired, client);
    }
    startKey = page['LastEvaluatedKey'];
  } while (startKey !== undefined);
}

interface ExpiryCondition {
  readonly expression: string;
  readonly names: object;
  readonly values: object;
}

/** Only a number counts as an expiry. */
const expiryCondition = (attribute: string, nowSeconds: number): ExpiryCondition => ({
  expression: 'attribute_type(#expiry, :number) AND #expiry BETWEEN :oldest AND :newest',
  names: { '#expiry': attribute },
  values: {
    ':number': { S: 'N' },
    ':oldest': { N: String(nowSeconds - longestExpiredSeconds) },
    ':newest': { N: String(nowSeconds - 1) },
  },
});

/** The item may have been given more time, or be gone, since the scan. */
async function deleteUnlessRenewed(
  tableName: string,
  key: object,
  expired: ExpiryCondition,
  client: EngineClient,
): Promise<void> {
  try {
    await client.call('DeleteItem', {
      TableName: tableName,
      Key: key,
      ConditionExpression: expired.expression,
      ExpressionAttributeNames: expired.names,
      ExpressionAttributeValues: expired.values,
    });
  } catch (error) {
    if (!(error instanceof EngineError && error.code === 'ConditionalCheckFailedException')) throw error;
  }
}
