import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table/index.js';
import { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import { type Grantable, grantable } from './grants.ts';
import { resourceName } from './names.ts';
import type { Statement } from './policy.ts';

const indexName = 'gsi1';

/** The one table that everything is kept in. */
export class Table extends Construct implements Grantable {
  readonly table: DynamodbTable;
  readonly variables: Readonly<Record<string, string>>;
  /** The index, which few functions read. */
  readonly index: Grantable;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    this.table = new DynamodbTable(this, 'table', {
      name: resourceName(environment, 'table'),
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'pk',
      rangeKey: 'sk',
      attribute: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((name) => ({ name, type: 'S' })),
      globalSecondaryIndex: [{ name: indexName, hashKey: 'gsi1pk', rangeKey: 'gsi1sk', projectionType: 'ALL' }],
      ttl: { attributeName: 'expiresAt', enabled: true },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: environment.deletionProtection,
    });
    this.table.overrideLogicalId('table');
    this.variables = { TABLE_NAME: this.table.name };
    const arn = `${this.table.arn}/index/${indexName}`;
    this.index = grantable({ sid: 'Index', service: 'dynamodb', arn, variables: this.variables });
  }

  statements(actions: readonly string[]): readonly Statement[] {
    const { arn } = this.table;
    return [{ sid: 'Items', actions: actions.map((action) => `dynamodb:${action}`), resources: [arn] }];
  }
}
