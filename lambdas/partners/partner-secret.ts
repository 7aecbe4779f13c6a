import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { required } from '../shared/environment.ts';
import { rotatedSecret, type SecretValues } from './rotated-secret.ts';

const secrets = new SecretsManagerClient({});

/**
 * The secret that the keys of partners' tokens and webhooks are derived from. Its previous value is good until
 * the next rotation (staging labels AWSCURRENT and AWSPREVIOUS of Secrets Manager).
 */
export const partnerSecret = rotatedSecret(async (): Promise<SecretValues> => {
  const [current, previous] = await Promise.all([read('AWSCURRENT'), readPrevious()]);
  return previous === undefined ? [current] : [current, previous];
});

async function read(versionStage: 'AWSCURRENT' | 'AWSPREVIOUS'): Promise<string> {
  const { SecretString } = await secrets.send(
    new GetSecretValueCommand({ SecretId: required('PARTNER_TOKEN_SECRET_ARN'), VersionStage: versionStage }),
  );
  if (!SecretString) {
    throw new Error(`${versionStage} of the partner token secret has no string value. Expected: a random string`);
  }
  return SecretString;
}

/** A secret that was never rotated has no previous value. */
const readPrevious = () =>
  read('AWSPREVIOUS').catch((error: unknown) => {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  });
