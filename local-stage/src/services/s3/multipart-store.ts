import type { DatabaseSync } from 'node:sqlite';
import type { ChecksumAlgorithm } from './checksums.ts';
import { bufferOf } from './object-store.ts';

const schema = `
  CREATE TABLE IF NOT EXISTS uploads (
    upload_id TEXT PRIMARY KEY,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    content_headers TEXT NOT NULL,
    metadata TEXT NOT NULL,
    checksum_algorithm TEXT,
    checksum_type TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS parts (
    upload_id TEXT NOT NULL REFERENCES uploads ON DELETE CASCADE,
    part_number INTEGER NOT NULL,
    etag TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    last_modified INTEGER NOT NULL,
    checksum_value TEXT,
    body BLOB NOT NULL,
    UNIQUE (upload_id, part_number)
  ) STRICT;
`;

/** A multipart upload that is under way. */
export interface Upload {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  readonly contentHeaders: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** `undefined` where the sender chose none: S3 then computes a CRC-64/NVME of the whole. */
  readonly checksumAlgorithm: ChecksumAlgorithm | undefined;
  readonly checksumType: 'FULL_OBJECT' | 'COMPOSITE';
}

export interface PartSummary {
  readonly partNumber: number;
  /** Without quotes. */
  readonly etag: string;
  readonly sizeBytes: number;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
  /** Base64, in the upload's algorithm. */
  readonly checksumValue: string | null;
}

export interface Part extends PartSummary {
  readonly body: Buffer;
}

export interface MultipartStore {
  create(upload: Upload): void;
  find(uploadId: string): Upload | undefined;
  /** Replaces an earlier part of the same number. */
  putPart(uploadId: string, part: Part): void;
  /** In the order of their numbers, those above `after`. */
  parts(uploadId: string, after: number, limit: number): readonly PartSummary[];
  bodyOf(uploadId: string, partNumber: number): Buffer;
  /** Removes the upload and its parts. */
  remove(uploadId: string): void;
}

export function openMultipartStore(database: DatabaseSync): MultipartStore {
  database.exec(schema);
  const create = database.prepare(`INSERT INTO uploads VALUES
    ($uploadId, $bucket, $key, $contentHeaders, $metadata, $checksumAlgorithm, $checksumType)`);
  const find = database.prepare(`SELECT upload_id AS uploadId, bucket, key, content_headers AS contentHeaders, metadata,
    checksum_algorithm AS checksumAlgorithm, checksum_type AS checksumType FROM uploads WHERE upload_id = ?`);
  const putPart = database.prepare(`INSERT OR REPLACE INTO parts VALUES
    ($uploadId, $partNumber, $etag, $sizeBytes, $lastModified, $checksumValue, $body)`);
  const parts = database.prepare(`SELECT part_number AS partNumber, etag, size_bytes AS sizeBytes,
    last_modified AS lastModified, checksum_value AS checksumValue FROM parts
    WHERE upload_id = ? AND part_number > ? ORDER BY part_number LIMIT ?`);
  const body = database.prepare('SELECT body FROM parts WHERE upload_id = ? AND part_number = ?');
  const remove = database.prepare('DELETE FROM uploads WHERE upload_id = ?');
  return {
    create(upload) {
      create.run({
        ...upload,
        contentHeaders: JSON.stringify(upload.contentHeaders),
        metadata: JSON.stringify(upload.metadata),
        checksumAlgorithm: upload.checksumAlgorithm ?? null,
      });
    },
    find: (uploadId) => uploadOf(find.get(uploadId) as unknown as UploadRow | undefined),
    putPart: (uploadId, part) => {
      putPart.run({ uploadId, ...part });
    },
    parts: (uploadId, after, limit) => parts.all(uploadId, after, limit) as unknown as readonly PartSummary[],
    bodyOf: (uploadId, partNumber) => bufferOf((body.get(uploadId, partNumber) as { body: Uint8Array }).body),
    remove: (uploadId) => {
      remove.run(uploadId);
    },
  };
}

interface UploadRow {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  readonly contentHeaders: string;
  readonly metadata: string;
  readonly checksumAlgorithm: ChecksumAlgorithm | null;
  readonly checksumType: 'FULL_OBJECT' | 'COMPOSITE';
}

const uploadOf = (row: UploadRow | undefined): Upload | undefined =>
  row && {
    ...row,
    contentHeaders: JSON.parse(row.contentHeaders),
    metadata: JSON.parse(row.metadata),
    checksumAlgorithm: row.checksumAlgorithm ?? undefined,
  };
