import type { KeySchemaElement, TableConfiguration } from './configuration.ts';

/** What is known of the tables without asking the engine. */
export interface TableDirectory {
  /** ARN of a table, declared or not: a policy decides before DynamoDB looks whether it exists. */
  tableArn(tableName: string): string;
  indexArn(tableName: string, indexName: string): string;
  /** The partition key's attribute of a table or of one of its indexes. */
  partitionKey(tableName: string, indexName?: string): string | undefined;
  /** `eu-central-1` */
  readonly region: string;
}

/** @param tables at least one: the first one's ARN tells region and account. */
export function createTableDirectory(tables: readonly TableConfiguration[]): TableDirectory {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const [, partition, , region, accountId] = tables[0]?.arn.split(':') ?? [];
  if (partition === undefined || region === undefined || accountId === undefined) {
    throw new Error('DynamoDB was to start without a table. Expected: at least one aws_dynamodb_table with an ARN');
  }
  const tableArn = (tableName: string) =>
    byName.get(tableName)?.arn ?? `arn:${partition}:dynamodb:${region}:${accountId}:table/${tableName}`;
  return {
    region,
    tableArn,
    indexArn: (tableName, indexName) => `${tableArn(tableName)}/index/${indexName}`,
    partitionKey(tableName, indexName) {
      const table = byName.get(tableName);
      const index = table?.globalSecondaryIndexes.find((candidate) => candidate.IndexName === indexName);
      return partitionKeyOf(indexName === undefined ? table?.keySchema : index?.KeySchema);
    },
  };
}

const partitionKeyOf = (keySchema: readonly KeySchemaElement[] | undefined): string | undefined =>
  keySchema?.find((element) => element.KeyType === 'HASH')?.AttributeName;
