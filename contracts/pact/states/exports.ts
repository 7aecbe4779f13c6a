import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { exportKey } from '../../../lambdas/exports/export-records.ts';
import { pollExport } from '../../polling.ts';
import { sleep } from '../../retry.ts';
import { type States, state } from '../provider.ts';
import { once } from './once.ts';
import type { Tenant } from './tenant.ts';

/** Milliseconds between two looks at the export that the states begin with. */
const pollMs = 100;

/**
 * An export that has succeeded is a real one. What runs or has failed is its record with another status,
 * written into the table: no caller can hold an export at a status.
 */
export function exportStates(tenant: Tenant): States {
  const { user, standingProject } = tenant;
  const finishedExport = once(async () => {
    const { projectId } = await standingProject();
    const { body } = await user.client.startExport({ path: { projectId }, body: { format: 'csv' } });
    const { status } = await pollExport(user.client, body.exportId, {
      maximumPolls: 400,
      sleep: () => sleep(pollMs),
    });
    if (status !== 'succeeded') throw new Error(`the export ended as '${status}'. Expected: succeeded`);
    return body.exportId;
  });
  const copied = async (change: object) => ({ exportId: await copyExport(tenant, await finishedExport(), change) });
  return {
    'an export that has succeeded': state(async () => ({ exportId: await finishedExport() })),
    'an export that runs': state(() => copied({ status: 'running' })),
    'an export that has failed': state(() => copied({ status: 'failed', failureReason: 'The export took too long' })),
  };
}

async function copyExport({ stage, onRemoval }: Tenant, exportId: string, change: object): Promise<string> {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const TableName = stage.outputs.tableName;
  const { Item } = await documents.send(new GetCommand({ TableName, Key: { ...exportKey(exportId) } }));
  if (!Item) throw new Error(`the table has no record of the export ${exportId}`);
  const copyId = ulid();
  const Key = { ...exportKey(copyId) };
  onRemoval(() => documents.send(new DeleteCommand({ TableName, Key })));
  await documents.send(new PutCommand({ TableName, Item: { ...Item, ...Key, exportId: copyId, ...change } }));
  return copyId;
}
