import type { DatabaseSync } from 'node:sqlite';
import type { Checksum } from './request-checksums.ts';

/**
 * Keys compare as UTF-8 bytes, which is the order in which S3 lists them. The body comes last, so that
 * a listing does not read it.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    etag TEXT NOT NULL,
    last_modified INTEGER NOT NULL,
    content_headers TEXT NOT NULL,
    metadata TEXT NOT NULL,
    checksum TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (bucket, key)
  ) STRICT;
`;

/** An object without its bytes. */
export interface ObjectSummary {
  readonly key: string;
  readonly sizeBytes: number;
  /** Without quotes; `-` and the number of parts at the end of a multipart upload's. */
  readonly etag: string;
  /** Milliseconds since the epoch, whole seconds. */
  readonly lastModified: number;
  /** `content-type`, `cache-control`, ... as the upload gave them. */
  readonly contentHeaders: Readonly<Record<string, string>>;
  /** By name in lower case, without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum: Checksum;
}

export interface StoredObject extends ObjectSummary {
  readonly body: Buffer;
}

export interface ObjectStore {
  put(bucket: string, object: StoredObject): void;
  get(bucket: string, key: string): StoredObject | undefined;
  head(bucket: string, key: string): ObjectSummary | undefined;
  remove(bucket: string, key: string): void;
  /** The first object, in the order of the keys, at `key` or after it. */
  next(bucket: string, key: string, isAfter: boolean): ObjectSummary | undefined;
}

interface Row {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly lastModified: number;
  readonly contentHeaders: string;
  readonly metadata: string;
  readonly checksum: string;
}

const summaryColumns = `key, size_bytes AS sizeBytes, etag, last_modified AS lastModified,
  content_headers AS contentHeaders, metadata, checksum`;

export function openObjectStore(database: DatabaseSync): ObjectStore {
  database.exec(schema);
  const put = database.prepare(`INSERT OR REPLACE INTO objects
    (bucket, key, size_bytes, etag, last_modified, content_headers, metadata, checksum, body)
    VALUES ($bucket, $key, $sizeBytes, $etag, $lastModified, $contentHeaders, $metadata, $checksum, $body)`);
  const get = database.prepare(`SELECT ${summaryColumns}, body FROM objects WHERE bucket = ? AND key = ?`);
  const head = database.prepare(`SELECT ${summaryColumns} FROM objects WHERE bucket = ? AND key = ?`);
  const remove = database.prepare('DELETE FROM objects WHERE bucket = ? AND key = ?');
  const nextFrom = (comparison: '>=' | '>') =>
    database.prepare(
      `SELECT ${summaryColumns} FROM objects WHERE bucket = ? AND key ${comparison} ? ORDER BY key LIMIT 1`,
    );
  const atOrAfter = nextFrom('>=');
  const strictlyAfter = nextFrom('>');
  return {
    put(bucket, { contentHeaders, metadata, checksum, ...object }) {
      put.run({
        bucket,
        ...object,
        contentHeaders: JSON.stringify(contentHeaders),
        metadata: JSON.stringify(metadata),
        checksum: JSON.stringify(checksum),
      });
    },
    get(bucket, key) {
      const row = get.get(bucket, key) as (Row & { readonly body: Uint8Array }) | undefined;
      return row && { ...summaryOf(row), body: bufferOf(row.body) };
    },
    head(bucket, key) {
      const row = head.get(bucket, key) as Row | undefined;
      return row && summaryOf(row);
    },
    remove: (bucket, key) => {
      remove.run(bucket, key);
    },
    next(bucket, key, isAfter) {
      const row = (isAfter ? strictlyAfter : atOrAfter).get(bucket, key) as Row | undefined;
      return row && summaryOf(row);
    },
  };
}

const summaryOf = (row: Row): ObjectSummary => ({
  key: row.key,
  sizeBytes: row.sizeBytes,
  etag: row.etag,
  lastModified: row.lastModified,
  contentHeaders: JSON.parse(row.contentHeaders),
  metadata: JSON.parse(row.metadata),
  checksum: JSON.parse(row.checksum),
});

/** The same bytes, not copied. */
export const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
