import { describe, expect, it } from 'vitest';
import { operations } from '../../../src/services/dynamodb/operations.ts';
import { createTableDirectory } from '../../../src/services/dynamodb/table-directory.ts';
import { index, table } from './table.ts';

const directory = createTableDirectory([table]);
const accesses = (operation: string, input: object) =>
  operations[operation]?.(input as Record<string, unknown>, directory);
const TableName = table.name;
const Key = { pk: { S: 'TASK#1' }, sk: { S: 'TASK' } };

describe('what an operation needs', () => {
  it('GetItem', () => {
    expect(accesses('GetItem', { TableName, Key, ProjectionExpression: 'title' })).toEqual([
      {
        action: 'dynamodb:GetItem',
        resource: table.arn,
        context: {
          'dynamodb:LeadingKeys': ['TASK#1'],
          'dynamodb:Attributes': ['pk', 'sk', 'title'],
          'dynamodb:Select': 'SPECIFIC_ATTRIBUTES',
        },
      },
    ]);
  });

  it('UpdateItem', () => {
    const input = {
      TableName,
      Key,
      UpdateExpression: 'SET a = :a',
      ConditionExpression: 'b = :b',
      ReturnValues: 'ALL_NEW',
    };
    expect(accesses('UpdateItem', input)).toMatchObject([
      {
        action: 'dynamodb:UpdateItem',
        context: { 'dynamodb:Attributes': ['a', 'b', 'pk', 'sk'], 'dynamodb:ReturnValues': 'ALL_NEW' },
      },
    ]);
  });

  it('Query of an index, whose own partition key leads', () => {
    const input = {
      TableName,
      IndexName: 'gsi1',
      KeyConditionExpression: '#k = :k',
      ExpressionAttributeNames: { '#k': 'gsi1pk' },
      ExpressionAttributeValues: { ':k': { S: 'USER#1' } },
    };
    expect(accesses('Query', input)).toEqual([
      {
        action: 'dynamodb:Query',
        resource: index,
        context: {
          'dynamodb:LeadingKeys': ['USER#1'],
          'dynamodb:Attributes': ['gsi1pk'],
          'dynamodb:Select': 'ALL_PROJECTED_ATTRIBUTES',
        },
      },
    ]);
  });

  it('Query with KeyConditions', () => {
    const KeyConditions = { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'TASK#1' }] } };
    expect(accesses('Query', { TableName, KeyConditions })?.[0]?.context).toMatchObject({
      'dynamodb:LeadingKeys': ['TASK#1'],
    });
  });

  it('Scan, which has no leading keys', () => {
    expect(accesses('Scan', { TableName })).toEqual([
      { action: 'dynamodb:Scan', resource: table.arn, context: { 'dynamodb:Select': 'ALL_ATTRIBUTES' } },
    ]);
  });

  it('BatchWriteItem', () => {
    const RequestItems = {
      [TableName]: [
        { PutRequest: { Item: { ...Key, a: { N: '1' } } } },
        { DeleteRequest: { Key: { pk: { S: 'TASK#2' }, sk: { S: 'X' } } } },
      ],
      other: [],
    };
    expect(accesses('BatchWriteItem', { RequestItems })).toMatchObject([
      {
        action: 'dynamodb:BatchWriteItem',
        resource: table.arn,
        context: { 'dynamodb:LeadingKeys': ['TASK#1', 'TASK#2'], 'dynamodb:Attributes': ['a', 'pk', 'sk'] },
      },
      { action: 'dynamodb:BatchWriteItem', resource: table.arn.replace(TableName, 'other') },
    ]);
  });

  it('TransactWriteItems, item by item', () => {
    const TransactItems = [
      { Put: { TableName, Item: Key } },
      { Update: { TableName, Key } },
      { Delete: { TableName, Key } },
      { ConditionCheck: { TableName, Key } },
    ];
    const needed = accesses('TransactWriteItems', { TransactItems });
    expect(needed?.map(({ action }) => action)).toEqual([
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:ConditionCheckItem',
    ]);
    expect(needed?.every(({ context }) => context['dynamodb:EnclosingOperation'] === 'TransactWriteItems')).toBe(true);
  });

  it('TransactGetItems, item by item', () => {
    expect(accesses('TransactGetItems', { TransactItems: [{ Get: { TableName, Key } }] })).toMatchObject([
      { action: 'dynamodb:GetItem', resource: table.arn, context: { 'dynamodb:LeadingKeys': ['TASK#1'] } },
    ]);
  });

  it('refuses what names no table', () => {
    expect(() => accesses('GetItem', { Key })).toThrow("The parameter 'TableName' is required");
    expect(() => accesses('TransactGetItems', { TransactItems: [{ Get: { TableName: 5, Key } }] })).toThrow(
      "The parameter 'TableName' is required",
    );
  });
});
