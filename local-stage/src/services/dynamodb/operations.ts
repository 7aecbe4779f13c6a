import type { ConditionContext } from '../iam/authorization.ts';
import { AwsError } from '../service.ts';
import { accessContext, selectContext } from './access-context.ts';
import { asList, asRecord, textOf } from './documents.ts';
import type { TableDirectory } from './table-directory.ts';

/** One permission that an operation needs. */
export interface Access {
  /** `dynamodb:PutItem` */
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

type Document = Readonly<Record<string, unknown>>;

/** The permissions that a request of one operation needs; none where it touches nothing. */
type AccessRule = (input: Document, tables: TableDirectory) => readonly Access[];

/**
 * The operations that the stage answers. Tables are declared in the Terraform, so that nothing here
 * creates, changes or deletes one.
 *
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB".
 */
export const operations: Readonly<Record<string, AccessRule>> = {
  GetItem: (input, tables) => [tableAccess('GetItem', input, tables, selectContext(input))],
  PutItem: (input, tables) => [tableAccess('PutItem', input, tables)],
  UpdateItem: (input, tables) => [tableAccess('UpdateItem', input, tables)],
  DeleteItem: (input, tables) => [tableAccess('DeleteItem', input, tables)],
  Query: (input, tables) => [tableAccess('Query', input, tables, selectContext(input))],
  Scan: (input, tables) => [tableAccess('Scan', input, tables, selectContext(input))],
  BatchGetItem: (input, tables) =>
    Object.entries(asRecord(input['RequestItems'])).map(([tableName, part]) => {
      const keys: Document = { ...asRecord(part), TableName: tableName };
      return tableAccess('BatchGetItem', keys, tables, selectContext(keys));
    }),
  BatchWriteItem: (input, tables) =>
    Object.entries(asRecord(input['RequestItems'])).map(([tableName, writes]) =>
      tableAccess('BatchWriteItem', { TableName: tableName, Keys: asList(writes).flatMap(writtenItems) }, tables),
    ),
  TransactGetItems: (input, tables) => transactAccesses('TransactGetItems', { Get: 'GetItem' }, input, tables),
  TransactWriteItems: (input, tables) => transactAccesses('TransactWriteItems', transactWrites, input, tables),
  DescribeTable: (input, tables) => [tableAccess('DescribeTable', input, tables)],
  DescribeTimeToLive: (input, tables) => [tableAccess('DescribeTimeToLive', input, tables)],
  ListTables: (_input, tables) => [{ action: 'dynamodb:ListTables', resource: tables.tableArn('*'), context: {} }],
};

const transactWrites: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

/** @throws {AwsError} ValidationException where the part names no table. */
function tableAccess(action: string, part: Document, tables: TableDirectory, extra: ConditionContext = {}): Access {
  const tableName = textOf(part['TableName']);
  if (tableName === undefined || tableName === '') throw missingTableName();
  const indexName = textOf(part['IndexName']);
  return {
    action: `dynamodb:${action}`,
    resource: indexName === undefined ? tables.tableArn(tableName) : tables.indexArn(tableName, indexName),
    context: accessContext(part, tables.partitionKey(tableName, indexName), extra),
  };
}

const writtenItems = (write: unknown): unknown[] => {
  const { PutRequest, DeleteRequest } = asRecord(write);
  return [asRecord(PutRequest)['Item'], asRecord(DeleteRequest)['Key']].filter((item) => item !== undefined);
};

/** A transaction needs, for each of its items, what the item's own operation needs. */
function transactAccesses(
  operation: string,
  actions: Readonly<Record<string, string>>,
  input: Document,
  tables: TableDirectory,
): Access[] {
  const enclosing = { 'dynamodb:EnclosingOperation': operation };
  return asList(input['TransactItems']).flatMap((item) => {
    const parts = asRecord(item);
    return Object.entries(actions)
      .filter(([member]) => parts[member] !== undefined)
      .map(([member, action]) => tableAccess(action, asRecord(parts[member]), tables, enclosing));
  });
}

const missingTableName = () =>
  new AwsError(
    'com.amazon.coral.validate#ValidationException',
    "The parameter 'TableName' is required but was not present in the request",
  );
