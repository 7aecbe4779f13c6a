import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { PolicyStatement } from '../../../src/services/iam/configuration.ts';
import { Bucket, bucketArn, startS3 } from './s3-stage.ts';

const Key = 'a';
const objects = `${bucketArn}/*`;
const allow = (Action: string, Resource: string | readonly string[] = objects): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

describe('an operation needs its action', () => {
  test.each([
    { action: 's3:PutObject', command: new PutObjectCommand({ Bucket, Key, Body: 'x' }) },
    { action: 's3:GetObject', command: new GetObjectCommand({ Bucket, Key: 'stored' }) },
    { action: 's3:GetObject', command: new HeadObjectCommand({ Bucket, Key: 'stored' }), isHead: true },
    { action: 's3:DeleteObject', command: new DeleteObjectCommand({ Bucket, Key }) },
    { action: 's3:ListBucket', command: new ListObjectsV2Command({ Bucket }) },
    { action: 's3:ListBucket', command: new HeadBucketCommand({ Bucket }), isHead: true },
    { action: 's3:GetBucketLocation', command: new GetBucketLocationCommand({ Bucket }) },
    { action: 's3:PutObject', command: new CreateMultipartUploadCommand({ Bucket, Key }) },
    {
      action: 's3:AbortMultipartUpload',
      command: new AbortMultipartUploadCommand({ Bucket, Key, UploadId: 'x' }),
      fails: 'NoSuchUpload',
    },
    {
      action: 's3:ListMultipartUploadParts',
      command: new ListPartsCommand({ Bucket, Key, UploadId: 'x' }),
      fails: 'NoSuchUpload',
    },
  ])('$command.constructor.name: $action', async ({ action, command, isHead, fails }) => {
    const permitted = await startS3({ statements: [allow(action, [bucketArn, objects])] });
    await permitted.client.send(new PutObjectCommand({ Bucket, Key: 'stored', Body: 'x' }));
    // Each command has its own type; the client takes any.
    const permittedAnswer = permitted.roleClient.send(command as GetObjectCommand);
    if (fails) await expect(permittedAnswer).rejects.toMatchObject({ name: fails });
    else await permittedAnswer;

    const denied = await startS3({ statements: [allow('s3:PutBucketPolicy', bucketArn)] });
    await expect(denied.roleClient.send(command as GetObjectCommand)).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
      // An answer to HEAD has no body that could say more.
      ...(!isHead && {
        name: 'AccessDenied',
        message: expect.stringContaining(`not authorized to perform: ${action} `),
      }),
    });
  });
});

describe('that a key is missing', () => {
  test.each([
    { statements: [allow('s3:GetObject')], status: 403 },
    { statements: [allow('s3:GetObject'), allow('s3:ListBucket', bucketArn)], status: 404 },
  ])('is $status to this role', async ({ statements, status }) => {
    const { roleClient } = await startS3({ statements });
    for (const command of [new GetObjectCommand({ Bucket, Key }), new HeadObjectCommand({ Bucket, Key })]) {
      const answer = roleClient.send(command as GetObjectCommand);
      await expect(answer).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
    }
  });
});

test('a listing may be limited to a prefix', async () => {
  const statement = { ...allow('s3:ListBucket', bucketArn), Condition: { StringEquals: { 's3:prefix': 'mine/' } } };
  const { roleClient } = await startS3({ statements: [statement] });
  await roleClient.send(new ListObjectsV2Command({ Bucket, Prefix: 'mine/' }));
  await expect(roleClient.send(new ListObjectsV2Command({ Bucket }))).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a copy reads its source and writes its target', async () => {
  const copy = new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` });
  const start = async (...statements: PolicyStatement[]) => {
    const stage = await startS3({ statements });
    await stage.client.send(new PutObjectCommand({ Bucket, Key: 'from', Body: 'x' }));
    return stage.roleClient;
  };
  const readOnly = await start(allow('s3:GetObject'));
  await expect(readOnly.send(copy)).rejects.toThrow('s3:PutObject');
  const writeOnly = await start(allow('s3:PutObject'));
  await expect(writeOnly.send(copy)).rejects.toThrow('s3:GetObject');
  await (await start(allow('s3:GetObject', `${bucketArn}/from`), allow('s3:PutObject', `${bucketArn}/to`))).send(copy);
});

test('deleting several objects tells which of them it may not delete', async () => {
  const { roleClient } = await startS3({ statements: [allow('s3:DeleteObject', `${bucketArn}/mine/*`)] });
  const Objects = [{ Key: 'mine/1' }, { Key: 'theirs' }];
  const answer = await roleClient.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  expect(answer.Deleted).toEqual([{ Key: 'mine/1' }]);
  expect(answer.Errors).toEqual([
    { Key: 'theirs', Code: 'AccessDenied', Message: expect.stringContaining('s3:DeleteObject') },
  ]);
});

describe('an anonymous request', () => {
  const open = { ...allow('s3:GetObject', `${bucketArn}/public/*`), Principal: '*' as const };

  test('reads what a bucket policy opens', async () => {
    const { client, origin } = await startS3({ bucketPolicy: [open] });
    await client.send(new PutObjectCommand({ Bucket, Key: 'public/a', Body: 'x' }));
    expect(await (await fetch(`${origin}/${Bucket}/public/a`)).text()).toBe('x');
    const overriding = await fetch(`${origin}/${Bucket}/public/a?response-content-type=text/html`);
    expect(overriding.status).toBe(400);
    expect(await overriding.text()).toContain('cannot be used for anonymous GET requests');
  });

  test('is refused everything else, without a reason', async () => {
    const { client, origin } = await startS3({ bucketPolicy: [open] });
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await fetch(`${origin}/${Bucket}/${Key}`, { method });
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('<Code>AccessDenied</Code><Message>Access Denied</Message>');
    }
  });
});
