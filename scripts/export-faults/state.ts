import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';

/** What the stage keeps of exports, read past the API. */

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const s3 = new S3Client({});

/** The item of an export. */
export interface StoredExport {
  readonly exportId: string;
  readonly status: string;
  readonly failureReason?: string;
  readonly gsi1pk?: string;
}

/** All exports of the table. */
export async function storedExports({ tableName }: StageOutputs): Promise<readonly StoredExport[]> {
  const found: StoredExport[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({
        TableName: tableName,
        FilterExpression: 'begins_with(pk, :exports)',
        ExpressionAttributeValues: { ':exports': 'EXPORT#' },
        ExclusiveStartKey: start,
      }),
    );
    found.push(...((page.Items ?? []) as unknown as StoredExport[]));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return found;
}

/** Entity tags of all objects in the exports bucket, by key. */
export async function exportObjects({ exportsBucket }: StageOutputs): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let token: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: exportsBucket, ContinuationToken: token }));
    for (const { Key = '', ETag = '' } of page.Contents ?? []) found.set(Key, ETag);
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return found;
}

export async function readObject({ exportsBucket }: StageOutputs, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: exportsBucket, Key: key }));
  return (await Body?.transformToString()) ?? '';
}
