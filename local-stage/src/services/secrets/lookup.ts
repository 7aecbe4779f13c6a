import { AwsError } from '../service.ts';
import type { SecretConfiguration } from './configuration.ts';
import type { SecretVersion } from './secret-store.ts';

/**
 * Finds a secret by name, ARN, or ARN without its random end.
 *
 * @throws {AwsError} ResourceNotFoundException
 */
export function requireSecret(secrets: readonly SecretConfiguration[], secretId: string): SecretConfiguration {
  const secret = findSecret(secrets, secretId);
  if (!secret) throw notFound("Secrets Manager can't find the specified secret.");
  return secret;
}

export function findSecret(secrets: readonly SecretConfiguration[], secretId: string): SecretConfiguration | undefined {
  return (
    secrets.find(({ arn, name }) => secretId === arn || secretId === name) ??
    secrets.find(({ arn }) => secretId === arn.replace(/-\w{6}$/, ''))
  );
}

/** Which version is asked for; neither is the current one. */
export interface VersionSelector {
  readonly versionId: string | undefined;
  readonly versionStage: string | undefined;
}

/** @throws {AwsError} ResourceNotFoundException; InvalidRequestException where id and label are of two versions. */
export function requireVersion(
  versions: readonly SecretVersion[],
  { versionId, versionStage }: VersionSelector,
): SecretVersion {
  if (versionId === undefined) return labelled(versions, versionStage ?? 'AWSCURRENT');
  const version = versions.find((candidate) => candidate.versionId === versionId);
  if (!version) throw cannotFindValue(`VersionId: ${versionId}`);
  if (versionStage !== undefined && !version.stages.includes(versionStage)) {
    const message = 'You provided a VersionStage that is not associated to the provided VersionId.';
    throw new AwsError('InvalidRequestException', message);
  }
  return version;
}

function labelled(versions: readonly SecretVersion[], stage: string): SecretVersion {
  const version = versions.find(({ stages }) => stages.includes(stage));
  if (!version) throw cannotFindValue(`staging label: ${stage}`);
  return version;
}

const cannotFindValue = (what: string) => notFound(`Secrets Manager can't find the specified secret value for ${what}`);

const notFound = (message: string) => new AwsError('ResourceNotFoundException', message);
