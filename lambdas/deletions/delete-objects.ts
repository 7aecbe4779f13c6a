import { DeleteObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Budget } from './budget.ts';

const s3 = new S3Client({});

/** Objects deleted at once. */
const width = 10;

/**
 * Deletes every object whose key begins so.
 *
 * @returns false if the time was up first.
 */
export async function deleteObjects(bucket: string, prefix: string, budget: Budget): Promise<boolean> {
  for (;;) {
    const { Contents = [], IsTruncated } = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 100 }),
    );
    for (let start = 0; start < Contents.length; start += width) {
      if (!budget.isLeft()) return false;
      await Promise.all(Contents.slice(start, start + width).map(({ Key }) => deleteObject(bucket, Key)));
    }
    if (!IsTruncated) return true;
  }
}

async function deleteObject(bucket: string, key: string | undefined): Promise<void> {
  if (key !== undefined) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
}
