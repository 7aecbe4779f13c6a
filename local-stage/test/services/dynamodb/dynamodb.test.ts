import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchGetItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  ListTablesCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { type DynamoDb, startDynamoDb } from '../../../src/services/dynamodb/dynamodb.ts';
import { TableSchemaChanged } from '../../../src/services/dynamodb/tables.ts';
import type { Authorization } from '../../../src/services/iam/authorization.ts';
import { createAuthorization } from '../../../src/services/iam/authorization-engine.ts';
import type { PolicyStatement } from '../../../src/services/iam/configuration.ts';
import { openState } from '../../../src/state.ts';
import { startTestEndpoint } from '../endpoint/test-endpoint.ts';
import { roleWith } from '../iam/roles.ts';
import { allow, index, table } from './table.ts';

/** Policies that a test changes while the engine stays. */
let authorization: Authorization = createAuthorization({ roles: [], resourcePolicies: [] });
const grant = (...statements: PolicyStatement[]) => {
  authorization = createAuthorization({ roles: [roleWith(...statements)], resourcePolicies: [] });
};

const clock = createClock();
const state = openState();
let service: DynamoDb;
let endpoint: Awaited<ReturnType<typeof startTestEndpoint>>;
let role: DynamoDBDocumentClient;
let operator: DynamoDBDocumentClient;
const documentClient = (configuration: DynamoDBClientConfig) =>
  DynamoDBDocumentClient.from(new DynamoDBClient(configuration));

beforeAll(async () => {
  service = await startDynamoDb([table], {
    state,
    authorization: { require: (...asked) => authorization.require(...asked) },
    clock,
  });
  endpoint = await startTestEndpoint([service], { clock });
  role = documentClient(endpoint.asRole);
  operator = documentClient(endpoint.asOperator);
});

afterAll(async () => {
  await endpoint?.close();
  await service?.close();
  state.close();
});

const TableName = table.name;
const item = (id: string, more: object = {}) => ({ pk: `TASK#${id}`, sk: 'TASK', ...more });
const key = (id: string) => ({ pk: `TASK#${id}`, sk: 'TASK' });
const denied = { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } };

describe('an operation that the role may do', () => {
  it('is the engine’s', async () => {
    grant(allow(['dynamodb:PutItem', 'dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem']));
    await role.send(new PutCommand({ TableName, Item: item('1', { title: 'one', done: false }) }));
    const update = {
      UpdateExpression: 'SET #title = :title',
      ExpressionAttributeNames: { '#title': 'title' },
      ExpressionAttributeValues: { ':title': 'two' },
    };
    await role.send(new UpdateCommand({ TableName, Key: key('1'), ...update }));
    expect((await role.send(new GetCommand({ TableName, Key: key('1') }))).Item).toEqual(
      item('1', { title: 'two', done: false }),
    );
    await role.send(new DeleteCommand({ TableName, Key: key('1') }));
    expect((await role.send(new GetCommand({ TableName, Key: key('1') }))).Item).toBeUndefined();
  });

  it('fails as DynamoDB fails', async () => {
    grant(allow('dynamodb:PutItem'));
    await role.send(new PutCommand({ TableName, Item: item('2') }));
    const again = new PutCommand({ TableName, Item: item('2'), ConditionExpression: 'attribute_not_exists(pk)' });
    await expect(role.send(again)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
    });
  });

  it('on a table that is not there', async () => {
    await expect(operator.send(new GetCommand({ TableName: 'other-table', Key: key('1') }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('an operation that the role may not do', () => {
  it('is refused with DynamoDB’s AccessDeniedException', async () => {
    grant(allow('dynamodb:GetItem'));
    await expect(role.send(new PutCommand({ TableName, Item: item('3') }))).rejects.toMatchObject({
      ...denied,
      message: `User: arn:aws:sts::123456789012:assumed-role/export/start-export is not authorized to perform: dynamodb:PutItem on resource: ${table.arn} because no identity-based policy allows the dynamodb:PutItem action`,
    });
    expect((await operator.send(new GetCommand({ TableName, Key: key('3') }))).Item).toBeUndefined();
  });

  it('names the table that it asked for, there or not', async () => {
    grant(allow('dynamodb:*'));
    await expect(role.send(new GetCommand({ TableName: 'other-table', Key: key('1') }))).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining('on resource: arn:aws:dynamodb:eu-central-1:123456789012:table/other-table '),
    });
  });

  it('needs the index’s own grant', async () => {
    const query = new QueryCommand({
      TableName,
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'USER#1' } },
    });
    grant(allow('dynamodb:Query'));
    await expect(role.send(query)).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining(`on resource: ${index} `),
    });
    grant(allow('dynamodb:Query', `${table.arn}/index/*`));
    expect((await role.send(query)).Items).toEqual([]);
  });

  it('in a transaction, refuses all of it', async () => {
    const transaction = new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName, Item: item('4') } },
        { ConditionCheck: { TableName, Key: key('5'), ConditionExpression: 'attribute_not_exists(pk)' } },
      ],
    });
    grant(allow('dynamodb:PutItem'));
    await expect(role.send(transaction)).rejects.toMatchObject({
      ...denied,
      message: expect.stringContaining('perform: dynamodb:ConditionCheckItem'),
    });
    expect((await operator.send(new GetCommand({ TableName, Key: key('4') }))).Item).toBeUndefined();
    grant(allow(['dynamodb:PutItem', 'dynamodb:ConditionCheckItem']));
    await role.send(transaction);
    expect((await operator.send(new GetCommand({ TableName, Key: key('4') }))).Item).toEqual(item('4'));
  });

  it('in a batch, refuses all of it', async () => {
    const RequestItems = {
      [TableName]: { Keys: [{ pk: { S: 'TASK#4' }, sk: { S: 'TASK' } }] },
      'other-table': { Keys: [{ pk: { S: 'TASK#4' } }] },
    };
    grant(allow('dynamodb:BatchGetItem'));
    await expect(role.send(new BatchGetItemCommand({ RequestItems }))).rejects.toMatchObject(denied);
  });

  it('by the partition keys that a condition allows', async () => {
    grant({
      ...allow('dynamodb:GetItem'),
      Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'PARTNER#*' } },
    });
    await expect(role.send(new GetCommand({ TableName, Key: key('4') }))).rejects.toMatchObject(denied);
    expect((await role.send(new GetCommand({ TableName, Key: { pk: 'PARTNER#1', sk: 'X' } }))).Item).toBeUndefined();
  });
});

describe('tables', () => {
  it('are described with the stage’s ARNs', async () => {
    const { Table } = await operator.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableArn: table.arn,
      GlobalSecondaryIndexes: [{ IndexArn: index, IndexStatus: 'ACTIVE' }],
    });
    expect((await operator.send(new ListTablesCommand({}))).TableNames).toEqual([TableName]);
  });

  it('are only what the Terraform declares', async () => {
    const create = new CreateTableCommand({
      TableName: 'another',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
    await expect(operator.send(create)).rejects.toMatchObject({
      name: 'UnsupportedOperation',
      message: expect.stringContaining(
        'The local stage does not emulate DynamoDB CreateTable; tables are what the Terraform declares.',
      ),
    });
  });
});

it('an unknown key is refused in DynamoDB’s words', async () => {
  const client = documentClient({
    ...endpoint.asRole,
    credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' },
  });
  await expect(client.send(new GetCommand({ TableName, Key: key('1') }))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
    $metadata: { httpStatusCode: 400 },
  });
});

it('deletes what expires by the stage’s clock', async () => {
  const expiresAt = Math.floor(clock.now() / 1000) + 24 * 3600;
  await operator.send(new PutCommand({ TableName, Item: item('expiring', { expiresAt }) }));
  await operator.send(new PutCommand({ TableName, Item: item('later', { expiresAt: expiresAt + 72 * 3600 }) }));
  await operator.send(new PutCommand({ TableName, Item: item('text', { expiresAt: String(expiresAt) }) }));
  clock.advance(48 * 3_600_000);
  // The clients' clocks stand where they were: the engine itself is asked.
  const direct = documentClient({ ...endpoint.asOperator, endpoint: service.endpoint });
  const has = async (id: string) => (await direct.send(new GetCommand({ TableName, Key: key(id) }))).Item !== undefined;
  await vi.waitFor(async () => expect(await has('expiring')).toBe(false), 8000);
  expect([await has('later'), await has('text')]).toEqual([true, true]);
});

describe('with a folder', () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });
  const temporaryFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'dynamodb-'));
    folders.push(folder);
    return folder;
  };
  const startIn = (folder: string, configuration = table) =>
    startDynamoDb([configuration], { state: openState(folder), authorization, clock });
  const clientOf = (started: DynamoDb) => documentClient({ ...endpoint.asOperator, endpoint: started.endpoint });

  it('a restart finds the items', async () => {
    const folder = temporaryFolder();
    const before = await startIn(folder);
    await clientOf(before).send(new PutCommand({ TableName, Item: item('kept') }));
    await before.close();
    const after = await startIn(folder);
    expect((await clientOf(after).send(new GetCommand({ TableName, Key: key('kept') }))).Item).toEqual(item('kept'));
    await after.close();
  });

  it('a restart with another schema is refused', async () => {
    const folder = temporaryFolder();
    await (await startIn(folder)).close();
    const other = startIn(folder, { ...table, globalSecondaryIndexes: [] });
    await expect(other).rejects.toThrow(TableSchemaChanged);
    await expect(other).rejects.toThrow(
      /^aws_dynamodb_table\.table: the table gatehouse-dev kept in .*dynamodb\.db has the schema .*Delete what is kept/,
    );
  });
});

it('takes a server that runs already', async () => {
  const other = { ...table, name: 'elsewhere', arn: table.arn.replace('gatehouse-dev', 'elsewhere') };
  const started = await startDynamoDb([other], { state, authorization, clock, endpoint: service.endpoint });
  await started.close();
  const direct = documentClient({ ...endpoint.asOperator, endpoint: service.endpoint });
  expect((await direct.send(new ListTablesCommand({}))).TableNames).toEqual(['elsewhere', TableName]);
});
