import * as z from 'zod/mini';

/** What requests carry beside their own parameters and body. */

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

/** `If-Match` with one entity tag, as an `ETag` gave it, or `*` for whatever version there is (RFC 9110). */
export const IfMatchHeader = z
  .string()
  .check(z.regex(/^(\*|"[\x21\x23-\x7e]{1,64}")$/, 'Expected: the ETag of the version to change, or *'));
