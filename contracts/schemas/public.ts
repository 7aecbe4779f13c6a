import * as z from 'zod/mini';
import { ContactId, Email, EventId } from './identifiers.ts';
import { lineOfText, linesOfText, maxCharacters } from './text.ts';
import { Timestamp } from './time.ts';

export const Health = z.strictObject({ status: z.literal('ok') });

export const ContactRequest = z.strictObject({
  name: lineOfText(100),
  email: Email,
  message: linesOfText(4000),
});

export const ContactAccepted = z.strictObject({
  /** Quote this when asking about the message. */
  requestId: z.string(),
});

export const Contact = z.strictObject({
  contactId: ContactId,
  requestId: z.string(),
  name: z.string(),
  email: z.string(),
  message: z.string(),
  createdAt: Timestamp,
});

export const ContactPage = z.strictObject({
  items: z.array(Contact),
  nextCursor: z.optional(z.string()),
});

/** Something that happened at a partner. */
export const WebhookEvent = z.strictObject({
  eventId: EventId,
  /** `invoice.paid`: words of small letters, with points between them. */
  type: z.string().check(z.maxLength(100), z.regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/, 'Expected: an event type')),
  /** RFC 3339, in any zone. */
  occurredAt: z.iso.datetime({ offset: true, error: 'Expected: an RFC 3339 timestamp' }).check(z.maxLength(40)),
  /** The partner's own: kept as it is. */
  data: z.record(z.string().check(maxCharacters(100)), z.unknown()),
});

export const WebhookAccepted = z.strictObject({ eventId: EventId });
