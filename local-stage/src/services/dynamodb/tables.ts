import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { TableConfiguration } from './configuration.ts';
import { asList, asRecord } from './documents.ts';
import { type EngineClient, EngineError } from './engine-client.ts';

/** The engine keeps a table whose schema the Terraform no longer says. */
export class TableSchemaChanged extends Error {
  override readonly name = 'TableSchemaChanged';
}

/**
 * Creates a table where the engine has none, takes a kept one of the same schema, and waits until it
 * is active.
 *
 * @param kept where the engine keeps its tables, for the message.
 * @throws {TableSchemaChanged} if a kept table has another schema.
 */
export async function ensureTable(table: TableConfiguration, client: EngineClient, kept: string): Promise<void> {
  const found = await describe(table.name, client);
  if (found) assertSameSchema(table, found, kept);
  else await client.call('CreateTable', createTableInput(table));
  await untilActive(table, client);
  await ensureTimeToLive(table, client);
}

type Document = Readonly<Record<string, unknown>>;

async function describe(tableName: string, client: EngineClient): Promise<Document | undefined> {
  try {
    return asRecord((await client.call('DescribeTable', { TableName: tableName }))['Table']);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

const createTableInput = (table: TableConfiguration): object => ({
  TableName: table.name,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: table.attributeDefinitions,
  KeySchema: table.keySchema,
  ...(table.globalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes: table.globalSecondaryIndexes }),
});

/** Fresh tables are active at once in a local engine; other servers may take their time. */
const activeTimeoutMs = 30_000;
const pollMs = 10;

async function untilActive(table: TableConfiguration, client: EngineClient): Promise<void> {
  const giveUpAt = performance.now() + activeTimeoutMs;
  for (;;) {
    const description = await describe(table.name, client);
    const indexes = asList(description?.['GlobalSecondaryIndexes']).map(asRecord);
    const states = [description?.['TableStatus'], ...indexes.map((index) => index['IndexStatus'])];
    if (states.every((state) => state === 'ACTIVE')) return;
    if (performance.now() > giveUpAt) {
      throw new Error(`${table.address}: the table ${table.name} is not active after ${activeTimeoutMs} ms`);
    }
    await delay(pollMs);
  }
}

async function ensureTimeToLive(table: TableConfiguration, client: EngineClient): Promise<void> {
  const answer = await client.call('DescribeTimeToLive', { TableName: table.name });
  const { TimeToLiveStatus: status, AttributeName } = asRecord(answer['TimeToLiveDescription']);
  const current = status === 'ENABLED' ? AttributeName : undefined;
  if (current === table.timeToLiveAttribute) return;
  if (current !== undefined) await updateTimeToLive(table, String(current), false, client);
  if (table.timeToLiveAttribute !== undefined) await updateTimeToLive(table, table.timeToLiveAttribute, true, client);
}

const updateTimeToLive = (table: TableConfiguration, AttributeName: string, Enabled: boolean, client: EngineClient) =>
  client.call('UpdateTimeToLive', { TableName: table.name, TimeToLiveSpecification: { AttributeName, Enabled } });

function assertSameSchema(table: TableConfiguration, found: Document, kept: string): void {
  const declared = schemaOf(createTableInput(table) as Document);
  const present = schemaOf(found);
  if (isDeepStrictEqual(declared, present)) return;
  throw new TableSchemaChanged(
    `${table.address}: the table ${table.name} kept in ${kept} has the schema ${JSON.stringify(present)}, ` +
      `the Terraform says ${JSON.stringify(declared)}. Expected: the same. ` +
      'Delete what is kept to start with an empty table, or bring the Terraform back',
  );
}

/** What makes a schema, in an order of its own. */
function schemaOf(description: Document): object {
  const sorted = (list: unknown, member: string) =>
    asList(list)
      .map(asRecord)
      .toSorted((a, b) => String(a[member]).localeCompare(String(b[member])));
  return {
    attributes: sorted(description['AttributeDefinitions'], 'AttributeName').map(
      ({ AttributeName, AttributeType }) => `${AttributeName} ${AttributeType}`,
    ),
    key: keyOf(description),
    indexes: sorted(description['GlobalSecondaryIndexes'], 'IndexName').map((index) => ({
      name: index['IndexName'],
      key: keyOf(index),
      projection: projectionOf(asRecord(index['Projection'])),
    })),
  };
}

const keyOf = (owner: Document): string[] =>
  asList(owner['KeySchema'])
    .map(asRecord)
    .map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`);

const projectionOf = (projection: Document): string =>
  [projection['ProjectionType'], ...asList(projection['NonKeyAttributes']).toSorted()].join(' ');
