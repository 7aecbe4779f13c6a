import * as z from 'zod/mini';
import { Email } from './identifiers.ts';
import { maxCharacters } from './text.ts';

/** A refresh token as the user pool gave it; some 1,800 characters. */
const refreshToken = () =>
  z.string().check(z.minLength(1), z.maxLength(4096), z.regex(/^[A-Za-z0-9._=-]+$/, 'Expected: a refresh token'));

export const LoginRequest = z.strictObject({
  email: Email,
  password: z.string().check(z.minLength(1), maxCharacters(256)),
});

export const RefreshRequest = z.strictObject({ refreshToken: refreshToken() });

export const LogoutRequest = z.strictObject({ refreshToken: refreshToken() });

const issued = {
  accessToken: z.string(),
  /** The token that the Task API takes in `Authorization`. */
  idToken: z.string(),
  /** Seconds until the access and ID tokens expire. */
  expiresIn: z.int().check(z.positive()),
  tokenType: z.literal('Bearer'),
};

export const Tokens = z.strictObject({ ...issued, refreshToken: z.string() });

/** What a refresh gives: the refresh token stays the one that was sent. */
export const RefreshedTokens = z.strictObject(issued);
