import * as z from 'zod/mini';
import { Email } from './identifiers.ts';

export const LoginRequest = z.strictObject({
  email: Email,
  password: z.string().check(z.minLength(1), z.maxLength(256)),
});

export const Tokens = z.strictObject({
  accessToken: z.string(),
  /** The token that the Task API takes in `Authorization`. */
  idToken: z.string(),
  refreshToken: z.string(),
  /** Seconds until the access and ID tokens expire. */
  expiresIn: z.int().check(z.positive()),
  tokenType: z.literal('Bearer'),
});
