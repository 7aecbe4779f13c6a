import { changeAttributes } from '../accounts.ts';
import { requireOwn } from '../attributes.ts';
import type { UserPoolConfiguration } from '../configuration.ts';
import { type CognitoContext, requireUser } from '../context.ts';
import { requirePolicy } from '../password-policy.ts';
import type { PoolClient } from '../pools.ts';
import { requireSecretHash } from '../secret-hash.ts';
import { createPasswordVerifier } from '../srp.ts';
import { type AuthParameters, proceed, requireParameter, type SignInAnswer } from './sign-in.ts';

const attributePrefix = 'userAttributes.';

/**
 * Answers `NEW_PASSWORD_REQUIRED`: the temporary password gives way to the user's own. A password that the policy
 * refuses leaves the session open for another try.
 */
export function setNewPassword(
  context: CognitoContext,
  poolClient: PoolClient,
  responses: AuthParameters,
  session: string,
): SignInAnswer | Promise<SignInAnswer> {
  const { pool, client } = poolClient;
  const name = requireParameter(responses, 'USERNAME');
  const password = requireParameter(responses, 'NEW_PASSWORD');
  requireSecretHash(client, name, responses['SECRET_HASH']);
  const { username } = context.challenges.find(session, 'NEW_PASSWORD_REQUIRED', client.id);
  const user = requireUser(context, pool, username);
  const attributes = readAttributes(pool, responses);
  requirePolicy(password, pool.passwordPolicy);
  const changed = changeAttributes(context, pool, user, attributes);
  context.challenges.close(session);
  const confirmed = context.users.update(pool, changed, {
    status: 'CONFIRMED',
    password: createPasswordVerifier(pool.id, username, password),
  });
  return proceed(context, poolClient, confirmed);
}

function readAttributes(pool: UserPoolConfiguration, responses: AuthParameters): Readonly<Record<string, string>> {
  const named = Object.entries(responses).filter(([name]) => name.startsWith(attributePrefix));
  const attributes = Object.fromEntries(named.map(([name, value]) => [name.slice(attributePrefix.length), value]));
  requireOwn(pool, attributes);
  return attributes;
}
