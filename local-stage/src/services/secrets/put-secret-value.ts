import { isDeepStrictEqual } from 'node:util';
import type { Members } from '../json-members.ts';
import { AwsError, type Caller } from '../service.ts';
import { openSecret, type SecretsContext } from './context.ts';
import type { SecretValue } from './secret-store.ts';

/** AWS Secrets Manager User Guide, "AWS Secrets Manager quotas": secret value size. */
const largestValueBytes = 65_536;

export function putSecretValue(context: SecretsContext, caller: Caller, input: Members) {
  const secret = openSecret(context, caller, 'PutSecretValue', input.text('SecretId'));
  const versionId = readVersionId(input);
  const value = readValue(input);
  const given = input.texts('VersionStages');
  const stages = given.length === 0 ? ['AWSCURRENT'] : given;
  const known = context.store.versions(secret).find((version) => version.versionId === versionId);
  if (known && !isDeepStrictEqual(known.value, value)) {
    const message = `You can't use ClientRequestToken ${versionId} because that value is already in use for a version of secret ${secret.arn}.`;
    throw new AwsError('ResourceExistsException', message);
  }
  if (!known) context.store.put(secret, versionId, value, stages);
  return { ARN: secret.arn, Name: secret.name, VersionId: versionId, VersionStages: known?.stages ?? stages };
}

/** AWS SDKs make a token of their own; a caller without an SDK has to. */
function readVersionId(input: Members): string {
  const token = input.optionalText('ClientRequestToken');
  if (token === undefined) {
    throw new AwsError(
      'InvalidRequestException',
      'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
    );
  }
  if (token.length < 32 || token.length > 64) {
    throw new AwsError('InvalidParameterException', 'ClientRequestToken must be 32-64 characters long.');
  }
  return token;
}

function readValue(input: Members): SecretValue {
  const text = input.optionalText('SecretString');
  const binary = input.optionalText('SecretBinary');
  if ((text === undefined) === (binary === undefined)) {
    const message = 'You must provide either SecretString or SecretBinary, and not both.';
    throw new AwsError('InvalidRequestException', message);
  }
  const bytes = binary === undefined ? Buffer.from(text ?? '') : Buffer.from(binary, 'base64');
  if (bytes.length > largestValueBytes) {
    const message = `The secret value has ${bytes.length} bytes. Expected: at most ${largestValueBytes}`;
    throw new AwsError('InvalidParameterException', message);
  }
  return binary === undefined ? { string: text ?? '' } : { binary: bytes };
}
