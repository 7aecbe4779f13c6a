import { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import { PrivateBucket } from './private-bucket.ts';
import { Table } from './table.ts';

/** Days that a finished export can be downloaded. */
const exportLifetimeDays = 7;

/** What outlives a request: the table and the buckets. */
export class Storage extends Construct {
  readonly table: Table;
  readonly exports: PrivateBucket;
  readonly attachments: PrivateBucket;

  constructor(scope: Construct, id: string, environment: Environment, accountId: string) {
    super(scope, id);
    this.table = new Table(this, 'table', environment);
    this.exports = new PrivateBucket(this, 'exports', {
      environment,
      contents: 'exports',
      accountId,
      corsMethods: ['GET'],
      expirationDays: exportLifetimeDays,
    });
    this.attachments = new PrivateBucket(this, 'attachments', {
      environment,
      contents: 'attachments',
      accountId,
      corsMethods: ['GET', 'PUT'],
    });
  }
}
