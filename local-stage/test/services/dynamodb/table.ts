import type { TableConfiguration } from '../../../src/services/dynamodb/configuration.ts';
import type { PolicyStatement } from '../../../src/services/iam/configuration.ts';

export const table: TableConfiguration = {
  address: 'aws_dynamodb_table.table',
  name: 'gatehouse-dev',
  arn: 'arn:aws:dynamodb:eu-central-1:123456789012:table/gatehouse-dev',
  attributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S',
  })),
  keySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  globalSecondaryIndexes: [
    {
      IndexName: 'gsi1',
      KeySchema: [
        { AttributeName: 'gsi1pk', KeyType: 'HASH' },
        { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  timeToLiveAttribute: 'expiresAt',
};

export const index = `${table.arn}/index/gsi1`;

export const allow = (Action: string | string[], Resource: string | string[] = table.arn): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});
