import type { Members } from '../json-members.ts';
import { after, type PageOptions, readPage } from '../json-pages.ts';
import { AwsError, type Caller } from '../service.ts';
import type { SecretConfiguration } from './configuration.ts';
import { openSecret, requireAllowed, type SecretsContext } from './context.ts';
import { requireVersion, type VersionSelector } from './lookup.ts';
import { matchesFilters } from './secret-filter.ts';
import type { SecretVersion } from './secret-store.ts';

export function getSecretValue(context: SecretsContext, caller: Caller, input: Members) {
  const versionId = input.optionalText('VersionId');
  const versionStage = input.optionalText('VersionStage');
  return readValue(context, caller, input.text('SecretId'), { versionId, versionStage });
}

function readValue(context: SecretsContext, caller: Caller, secretId: string, selector: VersionSelector) {
  const secret = openSecret(context, caller, 'GetSecretValue', secretId, {
    VersionId: selector.versionId,
    VersionStage: selector.versionStage ?? (selector.versionId === undefined ? 'AWSCURRENT' : undefined),
  });
  const version = requireVersion(context.store.versions(secret), selector);
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.versionId,
    VersionStages: version.stages,
    CreatedDate: version.createdAt / 1000,
    ...renderValue(version),
  };
}

const renderValue = ({ value }: SecretVersion) =>
  'string' in value ? { SecretString: value.string } : { SecretBinary: value.binary.toString('base64') };

const currentVersion: VersionSelector = { versionId: undefined, versionStage: undefined };

/** A secret that cannot be read is an entry of `Errors`; the others are answered. */
export function batchGetSecretValue(context: SecretsContext, caller: Caller, input: Members) {
  requireAllowed(context, caller, 'BatchGetSecretValue', '*');
  const { ids, next } = readBatch(context, caller, input);
  const values: unknown[] = [];
  const errors: unknown[] = [];
  for (const id of ids) {
    try {
      values.push(readValue(context, caller, id, currentVersion));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push({ SecretId: id, ErrorCode: error.code, Message: error.message });
    }
  }
  return { SecretValues: values, Errors: errors, NextToken: next };
}

function readBatch(context: SecretsContext, caller: Caller, input: Members) {
  const ids = input.texts('SecretIdList');
  const filters = input.structures('Filters');
  if (ids.length > 0 === filters.length > 0) {
    const message = 'Either SecretIdList or Filters must be provided, but not both.';
    throw new AwsError('InvalidParameterException', message);
  }
  if (ids.length > 0) return { ids, next: undefined };
  const page = listPage(context, caller, input, 20);
  return { ids: page.items.map(({ arn }) => arn), next: page.next };
}

export function describeSecret(context: SecretsContext, caller: Caller, input: Members) {
  const secret = openSecret(context, caller, 'DescribeSecret', input.text('SecretId'));
  return renderSecret(context, secret, 'VersionIdsToStages');
}

export function listSecrets(context: SecretsContext, caller: Caller, input: Members) {
  const page = listPage(context, caller, input, 100);
  const secrets = page.items.map((secret) => renderSecret(context, secret, 'SecretVersionsToStages'));
  return { SecretList: secrets, NextToken: page.next };
}

function listPage(context: SecretsContext, caller: Caller, input: Members, largest: number) {
  requireAllowed(context, caller, 'ListSecrets', '*');
  const options: PageOptions = {
    size: 'MaxResults',
    largest,
    token: 'NextToken',
    tokenErrorCode: 'InvalidNextTokenException',
  };
  const secrets = input.optionalText('SortOrder') === 'desc' ? context.secrets.toReversed() : context.secrets;
  const nameOf = ({ arn }: SecretConfiguration) => arn;
  return readPage(input, options, nameOf, after(secrets, nameOf), matchesFilters(input.structures('Filters')));
}

function renderSecret(
  { store }: SecretsContext,
  secret: SecretConfiguration,
  versionsMember: 'VersionIdsToStages' | 'SecretVersionsToStages',
) {
  const versions = store.versions(secret);
  const labelled = versions.filter(({ stages }) => stages.length > 0);
  const times = versions.map(({ createdAt }) => createdAt / 1000);
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(times.length > 0 && { CreatedDate: Math.min(...times), LastChangedDate: Math.max(...times) }),
    [versionsMember]: Object.fromEntries(labelled.map(({ versionId, stages }) => [versionId, stages])),
  };
}
