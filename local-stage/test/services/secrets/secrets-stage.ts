import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createClock } from '../../../src/clock.ts';
import { listenEndpoint } from '../../../src/services/endpoint.ts';
import { createAuthorization } from '../../../src/services/iam/authorization-engine.ts';
import { createCredentials } from '../../../src/services/iam/credentials.ts';
import { createSignatureVerifier } from '../../../src/services/iam/signature.ts';
import type { SecretConfiguration } from '../../../src/services/secrets/configuration.ts';
import { createSecrets } from '../../../src/services/secrets/secrets.ts';
import { openState } from '../../../src/state.ts';

const region = 'eu-west-1';
const accountId = '123456789012';

export const secretOf = (
  name: string,
  suffix: string,
  secretString: string | undefined,
  versionId = `00000000-0000-4000-8000-${name.padEnd(12, '0').slice(0, 12)}`,
): SecretConfiguration => ({
  address: `aws_secretsmanager_secret.${name}`,
  name,
  arn: `arn:aws:secretsmanager:${region}:${accountId}:secret:${name}-${suffix}`,
  versionId,
  secretString,
});

export const partner = secretOf('partner-token', 'AbCdEf', 'partner-secret');
export const other = secretOf('other', 'GhIjKl', 'other-secret');
export const empty = secretOf('empty', 'MnOpQr', undefined);

const reader = {
  address: 'aws_iam_role.reader',
  name: 'reader',
  arn: `arn:aws:iam::${accountId}:role/reader`,
  uniqueId: 'AROAREADER',
  trustPolicy: {
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  },
  policies: [
    {
      address: 'aws_iam_role_policy.reader',
      document: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: partner.arn },
          { Effect: 'Allow', Action: 'secretsmanager:BatchGetSecretValue', Resource: '*' },
        ],
      },
    },
  ],
} as const;

export type SecretsStage = Awaited<ReturnType<typeof startSecretsStage>>;

/** Secrets Manager behind the real endpoint, with signatures and policies, on a clock that stands still. */
export async function startSecretsStage(
  options: { secrets?: readonly SecretConfiguration[]; directory?: string } = {},
) {
  const clock = createClock(Date.now());
  const credentials = createCredentials({ accountId, clock });
  const state = openState(options.directory);
  const service = createSecrets(options.secrets ?? [partner, other, empty], {
    clock,
    state,
    authorization: createAuthorization({ roles: [reader], resourcePolicies: [], clock }),
  });
  const endpoint = await listenEndpoint(0);
  endpoint.serve({
    services: [service],
    anonymous: () => service,
    signatureVerifier: createSignatureVerifier({ credentials, clock, region }),
    clock,
  });
  const sdk = (key: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) =>
    new SecretsManagerClient({ region, endpoint: endpoint.origin, credentials: key, maxAttempts: 1 });
  const operator = sdk(credentials.operator);
  const role = sdk(credentials.issue(reader, 'handler'));
  return {
    clock,
    origin: endpoint.origin,
    /** May do everything. */
    operator,
    /** A function that may read the partner's secret alone. */
    role,
    async close() {
      operator.destroy();
      role.destroy();
      await endpoint.close();
      state.close();
    },
  };
}
