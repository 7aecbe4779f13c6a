/** The only place where a handler reads its environment. */

/** Configuration that the stack gives a function; each is there when the row's touches name it. */
export const environmentVariables = [
  'ENVIRONMENT',
  'ALLOWED_ORIGINS',
  'TABLE_NAME',
  'EXPORT_QUEUE_URL',
  'EXPORTS_BUCKET',
  'USER_POOL_CLIENT_ID',
  'PARTNER_TOKEN_SECRET_ARN',
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
export function allowedOrigins(): readonly string[] {
  return (process.env['ALLOWED_ORIGINS'] ?? '').split(',').filter((origin) => origin !== '');
}
