import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from '../service.ts';
import type { UserPoolClientConfiguration } from './configuration.ts';

/**
 * Checks a client's `SECRET_HASH` (Amazon Cognito Developer Guide, "Computing secret hash values").
 *
 * @param username the name that the same request gives.
 * @throws {AwsError} NotAuthorizedException
 */
export function requireSecretHash(
  client: UserPoolClientConfiguration,
  username: string,
  secretHash: string | undefined,
): void {
  if (client.secret === undefined) {
    if (secretHash === undefined) return;
    throw refused(`Client ${client.id} is not configured for secret but secret hash was received`);
  }
  if (secretHash === undefined) {
    throw refused(`Client ${client.id} is configured with secret but SECRET_HASH was not received`);
  }
  const expected = createHmac('sha256', client.secret).update(`${username}${client.id}`).digest('base64');
  if (!sameText(secretHash, expected)) throw refused(`Unable to verify secret hash for client ${client.id}`);
}

/** Whether a client proved its secret by sending it; a public client sends none. */
export function secretMatches(client: UserPoolClientConfiguration, secret: string | undefined): boolean {
  if (client.secret === undefined || secret === undefined) return client.secret === secret;
  return sameText(secret, client.secret);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Digests have one length, so that neither text nor its length can be timed. */
const sameText = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const refused = (message: string) => new AwsError('NotAuthorizedException', message);
