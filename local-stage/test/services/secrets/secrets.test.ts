import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchGetSecretValueCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  ListSecretsCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { empty, other, partner, type SecretsStage, type secretOf, startSecretsStage } from './secrets-stage.ts';

const readSecret = async (stage: SecretsStage, input: Partial<GetSecretValueCommandInput> = {}) =>
  stage.operator.send(new GetSecretValueCommand({ SecretId: partner.name, ...input }));

describe('reading', () => {
  let stage: SecretsStage;
  beforeAll(async () => {
    stage = await startSecretsStage();
  });
  afterAll(() => stage.close());

  it.each([
    ['name', partner.name],
    ['ARN', partner.arn],
    ['ARN without its random end', partner.arn.slice(0, -7)],
  ])('finds a secret by %s', async (_, SecretId) => {
    const { $metadata, ...answer } = await readSecret(stage, { SecretId });
    expect(answer).toEqual({
      ARN: partner.arn,
      Name: partner.name,
      VersionId: partner.versionId,
      VersionStages: ['AWSCURRENT'],
      CreatedDate: new Date(stage.clock.now()),
      SecretString: 'partner-secret',
    });
    expect($metadata.httpStatusCode).toBe(200);
  });

  const notFound = 'ResourceNotFoundException';
  const refusals: readonly [
    what: string,
    input: Partial<GetSecretValueCommandInput>,
    error: string,
    message: string,
  ][] = [
    ['an unknown secret', { SecretId: 'nothing' }, notFound, "Secrets Manager can't find the specified secret."],
    ['a half of a name', { SecretId: 'partner' }, notFound, "Secrets Manager can't find the specified secret."],
    [
      'a secret without a version',
      { SecretId: empty.name },
      notFound,
      "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    ],
    [
      'a label that no version has',
      { VersionStage: 'AWSPREVIOUS' },
      notFound,
      "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
    ],
    [
      'an unknown version',
      { VersionId: '00000000-0000-4000-8000-00000000dead' },
      notFound,
      "Secrets Manager can't find the specified secret value for VersionId: 00000000-0000-4000-8000-00000000dead",
    ],
    [
      'a version under a label of another',
      { VersionId: partner.versionId, VersionStage: 'AWSPREVIOUS' },
      'InvalidRequestException',
      'You provided a VersionStage that is not associated to the provided VersionId.',
    ],
  ];
  it.each(refusals)('refuses %s', async (_, input, name, message) => {
    await expect(readSecret(stage, input)).rejects.toMatchObject({ name, message });
  });

  it('reads several at once, and lists those that it cannot', async () => {
    const command = new BatchGetSecretValueCommand({ SecretIdList: [partner.name, other.arn, 'nothing'] });
    const { SecretValues, Errors } = await stage.operator.send(command);
    expect(SecretValues?.map(({ SecretString }) => SecretString)).toEqual(['partner-secret', 'other-secret']);
    expect(Errors).toEqual([
      {
        SecretId: 'nothing',
        ErrorCode: 'ResourceNotFoundException',
        Message: "Secrets Manager can't find the specified secret.",
      },
    ]);
    const filtered = new BatchGetSecretValueCommand({ Filters: [{ Key: 'name', Values: ['oth'] }] });
    expect((await stage.operator.send(filtered)).SecretValues?.map(({ Name }) => Name)).toEqual([other.name]);
    await expect(stage.operator.send(new BatchGetSecretValueCommand({}))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('describes a secret', async () => {
    const answer = await stage.operator.send(new DescribeSecretCommand({ SecretId: partner.arn }));
    expect(answer).toMatchObject({
      ARN: partner.arn,
      Name: partner.name,
      VersionIdsToStages: { [partner.versionId]: ['AWSCURRENT'] },
    });
    expect(answer).not.toHaveProperty('SecretString');
  });

  it('lists secrets by page, order and beginning of the name', async () => {
    const list = async (input: ListSecretsCommand['input']) => {
      const { SecretList, NextToken } = await stage.operator.send(new ListSecretsCommand(input));
      return { names: SecretList?.map(({ Name }) => Name), NextToken };
    };
    const first = await list({ MaxResults: 2 });
    expect(first.names).toEqual([partner.name, other.name]);
    const rest = await list({ MaxResults: 2, NextToken: first.NextToken });
    expect(rest).toEqual({ names: [empty.name], NextToken: undefined });
    expect((await list({ SortOrder: 'desc' })).names).toEqual([empty.name, other.name, partner.name]);
    expect((await list({ Filters: [{ Key: 'name', Values: ['part'] }] })).names).toEqual([partner.name]);
    expect((await list({ Filters: [{ Key: 'name', Values: ['!part'] }] })).names).toEqual([other.name, empty.name]);
    await expect(list({ Filters: [{ Key: 'tag-key', Values: ['x'] }] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(list({ NextToken: 'garbage' })).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
  });

  it("is the policies' to allow, secret by secret", async () => {
    const read = (SecretId: string) => stage.role.send(new GetSecretValueCommand({ SecretId }));
    await expect(read(partner.name)).resolves.toMatchObject({ SecretString: 'partner-secret' });
    await expect(read(other.name)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::123456789012:assumed-role/reader/handler is not authorized to perform: secretsmanager:GetSecretValue on resource: ${other.arn} because no identity-based policy allows the secretsmanager:GetSecretValue action`,
    });
    await expect(read('nothing')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    const batch = new BatchGetSecretValueCommand({ SecretIdList: [partner.name, other.name] });
    const { SecretValues, Errors } = await stage.role.send(batch);
    expect(SecretValues).toHaveLength(1);
    expect(Errors).toMatchObject([{ SecretId: other.name, ErrorCode: 'AccessDeniedException' }]);
    const put = new PutSecretValueCommand({ SecretId: partner.name, SecretString: 'x' });
    await expect(stage.role.send(put)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('refuses what is not signed, and operations that it does not run', async () => {
    const ask = async (operation: string) => {
      const headers = { 'x-amz-target': `secretsmanager.${operation}` };
      const response = await fetch(stage.origin, { method: 'POST', headers, body: '{}' });
      return { status: response.status, document: await response.json() };
    };
    expect(await ask('GetSecretValue')).toMatchObject({
      status: 400,
      document: { __type: 'MissingAuthenticationTokenException' },
    });
    expect(await ask('RotateSecret')).toMatchObject({ document: { __type: 'UnknownOperationException' } });
  });
});

describe('writing', () => {
  let stage: SecretsStage;
  beforeEach(async () => {
    stage = await startSecretsStage();
  });
  afterEach(() => stage.close());

  const put = (input: Partial<PutSecretValueCommand['input']>) =>
    stage.operator.send(new PutSecretValueCommand({ SecretId: partner.name, ...input }));

  it('makes the new version the current one and keeps the one before', async () => {
    const first = await put({ SecretString: 'second' });
    expect(first).toMatchObject({ ARN: partner.arn, Name: partner.name, VersionStages: ['AWSCURRENT'] });
    expect(await readSecret(stage)).toMatchObject({ SecretString: 'second', VersionId: first.VersionId });
    expect(await readSecret(stage, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'partner-secret' });
    await put({ SecretString: 'third' });
    expect(await readSecret(stage, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'second' });
    expect(await readSecret(stage, { VersionId: partner.versionId })).toMatchObject({ VersionStages: [] });
  });

  it('leaves the current version where another label is given', async () => {
    await put({ SecretString: 'next', VersionStages: ['AWSPENDING'] });
    expect(await readSecret(stage)).toMatchObject({ SecretString: 'partner-secret' });
    expect(await readSecret(stage, { VersionStage: 'AWSPENDING' })).toMatchObject({ SecretString: 'next' });
  });

  it('keeps bytes as bytes', async () => {
    await put({ SecretBinary: Uint8Array.of(0, 255, 1) });
    const answer = await readSecret(stage);
    expect(answer.SecretBinary).toEqual(Uint8Array.of(0, 255, 1));
    expect(answer.SecretString).toBeUndefined();
  });

  it('takes the same request again, and no other under its token', async () => {
    const ClientRequestToken = randomUUID();
    const first = await put({ ClientRequestToken, SecretString: 'second' });
    const again = await put({ ClientRequestToken, SecretString: 'second' });
    expect(again.VersionId).toBe(first.VersionId);
    expect(await readSecret(stage, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'partner-secret' });
    const changed = put({ ClientRequestToken, SecretString: 'third' });
    await expect(changed).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  it('refuses a value that is missing, doubled or too long, and a token that is no token', async () => {
    await expect(put({})).rejects.toMatchObject({ name: 'InvalidRequestException' });
    const both = put({ SecretString: 'x', SecretBinary: Uint8Array.of(1) });
    await expect(both).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(put({ SecretString: 'x'.repeat(65_536) })).resolves.toBeDefined();
    const long = put({ SecretString: 'x'.repeat(65_537) });
    await expect(long).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const short = put({ SecretString: 'x', ClientRequestToken: 'short' });
    await expect(short).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('a restart on the same state', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'secrets-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const restart = async (secret: ReturnType<typeof secretOf>) => {
    const stage = await startSecretsStage({ directory, secrets: [secret] });
    return { stage, current: (await readSecret(stage)).SecretString };
  };

  it('keeps what was put, until the Terraform declares another version', async () => {
    const before = await restart(partner);
    expect(before.current).toBe('partner-secret');
    await before.stage.operator.send(new PutSecretValueCommand({ SecretId: partner.name, SecretString: 'rotated' }));
    await before.stage.close();

    const unchanged = await restart({ ...partner, secretString: 'made anew by Terraform' });
    expect(unchanged.current).toBe('rotated');
    await unchanged.stage.close();

    const changed = await restart({ ...partner, versionId: randomUUID(), secretString: 'declared' });
    expect(changed.current).toBe('declared');
    expect(await readSecret(changed.stage, { VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'rotated' });
    await changed.stage.close();
  });
});
