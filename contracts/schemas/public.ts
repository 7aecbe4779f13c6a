import * as z from 'zod/mini';
import { Email } from './identifiers.ts';
import { lineOfText } from './text.ts';

export const Health = z.strictObject({ status: z.literal('ok') });

export const ContactRequest = z.strictObject({
  name: lineOfText(100),
  email: Email,
  message: lineOfText(4000),
});

export const ContactAccepted = z.strictObject({
  /** Quote this when asking about the message. */
  requestId: z.string(),
});
