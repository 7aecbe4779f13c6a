import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { required } from '../shared/environment.ts';

const secrets = new SecretsManagerClient({});
let secret: Promise<string> | undefined;

/**
 * The secret that partners' tokens are signed with and their webhook keys derived from. Read once an
 * execution environment; a failure is forgotten, so that the next request tries again.
 */
export function readPartnerSecret(): Promise<string> {
  secret ??= fetchSecret().catch((error: unknown) => {
    secret = undefined;
    throw error;
  });
  return secret;
}

async function fetchSecret(): Promise<string> {
  const { SecretString } = await secrets.send(
    new GetSecretValueCommand({ SecretId: required('PARTNER_TOKEN_SECRET_ARN') }),
  );
  if (!SecretString) throw new Error('The partner token secret has no string value. Expected: a random string');
  return SecretString;
}
