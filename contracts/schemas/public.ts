import * as z from 'zod/mini';

export const Health = z.strictObject({ status: z.literal('ok') });

export const ContactRequest = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(100), z.regex(/\S/)),
  email: z.string().check(z.minLength(3), z.maxLength(254), z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/)),
  message: z.string().check(z.minLength(1), z.maxLength(4000), z.regex(/\S/)),
});

export const ContactAccepted = z.strictObject({
  /** Quote this when asking about the message. */
  requestId: z.string(),
});
