import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { required } from '../shared/environment.ts';
import { documents } from '../shared/table.ts';
import { exportKey } from './export-records.ts';

/**
 * Moves an export from one of `from` to a status.
 *
 * @returns false if the export is in none of them: another delivery of its message was faster, or it
 *   is gone.
 */
export async function moveExport(
  exportId: string,
  from: readonly ('queued' | 'running')[],
  to: 'running' | 'succeeded' | 'failed',
  failureReason?: string,
): Promise<boolean> {
  try {
    await documents.send(
      new UpdateCommand({
        TableName: required('TABLE_NAME'),
        Key: exportKey(exportId),
        UpdateExpression: `SET #status = :to${failureReason === undefined ? '' : ', failureReason = :reason'}`,
        ConditionExpression: `#status IN (${from.map((_, index) => `:from${index}`).join(', ')})`,
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':to': to,
          ...Object.fromEntries(from.map((status, index) => [`:from${index}`, status])),
          ...(failureReason === undefined ? {} : { ':reason': failureReason }),
        },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
