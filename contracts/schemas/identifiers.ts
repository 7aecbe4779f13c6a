import * as z from 'zod/mini';
import { maxCharacters } from './text.ts';

/** A ULID: 26 characters of Crockford's base 32, sortable by the time it was made. */
const ulid = () => z.string().check(z.regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'Expected: a ULID'));

export const ProjectId = ulid();
export const TaskId = ulid();
export const CommentId = ulid();
export const AttachmentId = ulid();
export const ExportId = ulid();
export const ContactId = ulid();

/** A user's id: `sub` of the tokens that the user pool gives, a UUID. */
export const UserId = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, 'Expected: a user id'));

/** A partner's id as its token names it. */
export const PartnerId = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/, 'Expected: a partner id'));

/** A partner's own id of an event; the same id is the same event. */
export const EventId = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,128}$/, 'Expected: an event id'));

/** An email address, as far as a pattern can tell; the mail tells the rest. */
export const Email = z
  .string()
  .check(z.minLength(3), maxCharacters(254), z.regex(/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/, 'Expected: an email address'));
