import * as z from 'zod/mini';

/** A ULID: 26 characters of Crockford's base 32, sortable by the time it was made. */
const ulid = () => z.string().check(z.regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'Expected: a ULID'));

export const ProjectId = ulid();
export const ExportId = ulid();

/** A partner's id as its token names it. */
export const PartnerId = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/, 'Expected: a partner id'));

/** An RFC 3339 timestamp in UTC with milliseconds, as `Date.prototype.toISOString` writes it. */
export const Timestamp = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/));

/** Items of a page: 1 to 100. Query parameters arrive as strings, so the schema is one of strings. */
export const PageLimit = z.string().check(z.regex(/^([1-9]|[1-9][0-9]|100)$/, 'Expected: a number from 1 to 100'));

/** An opaque position in a listing, from `nextCursor` of the page before. */
export const Cursor = z
  .string()
  .check(z.minLength(1), z.maxLength(1024), z.regex(/^[A-Za-z0-9_-]+$/, 'Expected: a cursor'));

/** A caller's own name for one attempt to create something; the same key and body get the same answer. */
export const IdempotencyKey = z
  .string()
  .check(z.regex(/^[\x21-\x7e]{1,128}$/, 'Expected: 1 to 128 visible ASCII characters'));

/** An email address, as far as a pattern can tell; the mail tells the rest. */
export const Email = z
  .string()
  .check(z.minLength(3), z.maxLength(254), z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'Expected: an email address'));
