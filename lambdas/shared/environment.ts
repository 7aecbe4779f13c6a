/** The only place where a handler reads its environment. */

/** Configuration that the stack gives a function. See docs/functions.md. */
export const environmentVariables = [
  'ENVIRONMENT',
  'ALLOWED_ORIGINS',
  'TABLE_NAME',
  'EXPORT_QUEUE_URL',
  'EXPORT_DEAD_LETTER_QUEUE_URL',
  'EXPORTS_BUCKET',
  'ATTACHMENTS_BUCKET',
  'USER_POOL_ID',
  'USER_POOL_CLIENT_ID',
  'PARTNER_TOKEN_SECRET_ARN',
  'WEBHOOK_SOURCES',
  'MAX_RECEIVE_COUNT',
] as const;
export type EnvironmentVariable = (typeof environmentVariables)[number];

/** @throws {Error} naming the variable and what to change, if it is missing or empty. */
export function required(name: EnvironmentVariable): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(
      `The environment variable ${name} is missing. Expected: the stack sets it where the row's touches name what it leads to`,
    );
  }
  return value;
}

/** Origins whose pages may read the answers; none where the variable is not set. */
export const allowedOrigins = (): readonly string[] => listOf('ALLOWED_ORIGINS');

/** Address ranges that webhooks may come from; none where the variable is not set. */
export const webhookSources = (): readonly string[] => listOf('WEBHOOK_SOURCES');

function listOf(name: EnvironmentVariable): readonly string[] {
  return (process.env[name] ?? '').split(',').filter((part) => part !== '');
}
