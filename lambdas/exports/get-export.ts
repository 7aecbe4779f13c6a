import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { taskApi } from '../../contracts/task-api.ts';
import { requireMember } from '../projects/project-access.ts';
import { epochSeconds, systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { Problem } from '../shared/problem.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { documents } from '../shared/table.ts';
import { contentTypes, type ExportItem, exportItemOf, exportKey, fileKey } from './export-records.ts';

const s3 = new S3Client({});

/** How long a download's address works. A URL signed by a function also ends with the credentials of its execution environment. */
const downloadSeconds = 5 * 60;
const pollAgainSeconds = 1;

export const handler = restHandler(taskApi, 'getExport', async ({ caller, path }) => {
  const item = await readExport(path.exportId);
  await requireMember(caller.userId, item.projectId);
  const { exportId, projectId, format, status, createdAt, failureReason } = item;
  const body = { exportId, projectId, format, status, createdAt };
  switch (status) {
    case 'succeeded':
      return { status: 200, body: { ...body, download: await downloadOf(item) } };
    case 'failed':
      return { status: 200, body: { ...body, failure: { reason: failureReason ?? 'The export failed' } } };
    case 'queued':
    case 'running':
      return { status: 200, body, headers: { 'Retry-After': String(pollAgainSeconds) } };
  }
});

/** DynamoDB removes what has expired within days; until then it is gone for callers. */
async function readExport(exportId: string): Promise<ExportItem> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: required('TABLE_NAME'), Key: { ...exportKey(exportId) }, ConsistentRead: true }),
  );
  const item = Item && exportItemOf(Item);
  if (!item || item.expiresAt <= epochSeconds(systemClock.now())) throw new Problem('NOT_FOUND');
  return item;
}

async function downloadOf(item: ExportItem): Promise<{ url: string; expiresAt: string }> {
  const signedAt = systemClock.now();
  const command = new GetObjectCommand({
    Bucket: required('EXPORTS_BUCKET'),
    Key: fileKey(item),
    ResponseContentDisposition: `attachment; filename="${item.exportId}.${item.format}"`,
    ResponseContentType: contentTypes[item.format],
  });
  const url = await getSignedUrl(s3, command, { expiresIn: downloadSeconds, signingDate: signedAt });
  return { url, expiresAt: new Date(signedAt.getTime() + downloadSeconds * 1000).toISOString() };
}
