import { AccessDenied, type Authorization } from '../iam/authorization.ts';
import type { Members } from '../json-members.ts';
import { AwsError, type Caller } from '../service.ts';
import type { SecretConfiguration } from './configuration.ts';
import { findSecret, requireSecret } from './lookup.ts';
import type { SecretStore } from './secret-store.ts';

/** What the operations on secrets work with. */
export interface SecretsContext {
  readonly secrets: readonly SecretConfiguration[];
  readonly store: SecretStore;
  readonly authorization: Authorization;
}

export type SecretsOperation = (context: SecretsContext, caller: Caller, input: Members) => unknown;

/** Refuses with the service's error for what the policies do not allow. */
export function requireAllowed(
  { authorization }: SecretsContext,
  caller: Caller,
  operation: string,
  resource: string,
  conditions: Readonly<Record<string, string | undefined>> = {},
): void {
  const given = Object.entries(conditions).flatMap(([key, value]) =>
    value === undefined ? [] : [[`secretsmanager:${key}`, value] as const],
  );
  try {
    authorization.require(caller, `secretsmanager:${operation}`, resource, Object.fromEntries(given));
  } catch (error) {
    if (error instanceof AccessDenied) throw new AwsError('AccessDeniedException', error.message);
    throw error;
  }
}

/**
 * Finds the secret that the input names, for a caller who may do the operation on it. Whether a secret exists is
 * told only to those who are allowed; one that does not is authorized under the name given.
 */
export function openSecret(
  context: SecretsContext,
  caller: Caller,
  operation: string,
  secretId: string,
  conditions: Readonly<Record<string, string | undefined>> = {},
): SecretConfiguration {
  const resource = findSecret(context.secrets, secretId)?.arn ?? secretId;
  requireAllowed(context, caller, operation, resource, { SecretId: resource, ...conditions });
  return requireSecret(context.secrets, secretId);
}
