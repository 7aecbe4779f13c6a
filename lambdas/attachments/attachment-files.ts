import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Shape } from '../../contracts/operation-types.ts';
import { attachmentDisposition } from '../shared/content-disposition.ts';
import { required } from '../shared/environment.ts';
import { attachmentObject, taskObjects } from '../shared/object-keys.ts';
import { type AttachmentItem, mostAttachments } from './attachment-records.ts';

/** A checksum that is signed for a body that is not known yet would be the one of no body. */
const s3 = new S3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });

/**
 * How long an upload or a download may begin. What a function signed also ends with the credentials of
 * its execution environment.
 */
export const uploadSeconds = 10 * 60;
const downloadSeconds = 5 * 60;

const objectOf = ({ projectId, taskId, attachmentId }: AttachmentItem) => ({
  Bucket: required('ATTACHMENTS_BUCKET'),
  Key: attachmentObject(projectId, taskId, attachmentId),
});

const after = (start: Date, seconds: number) => new Date(start.getTime() + seconds * 1000).toISOString();

/** An upload that S3 takes only with this key, this content type and this number of bytes: all are signed. */
export async function signUpload(item: AttachmentItem, signedAt: Date): Promise<Shape<'AttachmentUpload'>['upload']> {
  const { contentType, sizeBytes } = item;
  const command = new PutObjectCommand({ ...objectOf(item), ContentType: contentType, ContentLength: sizeBytes });
  const url = await getSignedUrl(s3, command, {
    expiresIn: uploadSeconds,
    signingDate: signedAt,
    signableHeaders: new Set(['host', 'content-type', 'content-length']),
  });
  return {
    method: 'PUT',
    url,
    headers: { 'Content-Type': contentType, 'Content-Length': String(sizeBytes) },
    expiresAt: after(signedAt, uploadSeconds),
  };
}

/** A download that a browser saves and never shows. */
export async function signDownload(item: AttachmentItem, signedAt: Date): Promise<Shape<'Attachment'>['download']> {
  const command = new GetObjectCommand({
    ...objectOf(item),
    ResponseContentType: item.contentType,
    ResponseContentDisposition: attachmentDisposition(item.fileName),
  });
  const url = await getSignedUrl(s3, command, { expiresIn: downloadSeconds, signingDate: signedAt });
  return { url, expiresAt: after(signedAt, downloadSeconds) };
}

/** Ids of a task's files that have arrived: one call, as a task has fewer than a listing holds. */
export async function arrivedAttachments(projectId: string, taskId: string): Promise<ReadonlySet<string>> {
  const prefix = taskObjects(projectId, taskId);
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({
      Bucket: required('ATTACHMENTS_BUCKET'),
      Prefix: prefix,
      // Files that were deleted while their upload was good may come again until they are swept.
      MaxKeys: 10 * mostAttachments,
    }),
  );
  return new Set(Contents.map(({ Key = '' }) => Key.slice(prefix.length)));
}
