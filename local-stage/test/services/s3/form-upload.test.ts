import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { deriveSigningKey } from '../../../src/services/iam/signing-key.ts';
import { Bucket, bucketArn, region, type S3Stage, startS3 } from './s3-stage.ts';

interface FormOptions {
  readonly key?: string;
  readonly conditions?: readonly unknown[];
  readonly fields?: Readonly<Record<string, string>>;
  readonly expiresInSeconds?: number;
  /** Replaces fields after they were signed. */
  readonly tampered?: Readonly<Record<string, string>>;
  readonly without?: readonly string[];
  readonly body?: string;
  readonly fileName?: string;
}

/** Signs a policy as SDKs do, which is what a browser gets to send. */
function signForm({ session, clock }: S3Stage, options: FormOptions): FormData {
  const now = new Date(clock.now()).toISOString().replace(/[:-]|\.\d{3}/g, '');
  const date = now.slice(0, 8);
  const key = options.key ?? 'uploads/a.txt';
  const signing = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${session.accessKeyId}/${date}/${region}/s3/aws4_request`,
    'x-amz-date': now,
    'x-amz-security-token': session.sessionToken,
  };
  const expiration = new Date(clock.now() + (options.expiresInSeconds ?? 60) * 1000).toISOString();
  const conditions = [
    { bucket: Bucket },
    ['starts-with', '$key', 'uploads/'],
    ...Object.entries(signing).map(([name, value]) => ({ [name]: value })),
    ...(options.conditions ?? []),
  ];
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
  const signature = deriveSigningKey(session.secretAccessKey, { date, region, service: 's3' }).sign(policy);
  const fields = { key, ...signing, policy, 'x-amz-signature': signature, ...options.fields, ...options.tampered };
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (!options.without?.includes(name)) form.append(name, value);
  if (!options.without?.includes('file')) {
    form.append('file', new File([options.body ?? 'content'], options.fileName ?? 'a.txt', { type: 'text/plain' }));
  }
  return form;
}

const mayUpload = {
  statements: [{ Effect: 'Allow' as const, Action: 's3:PutObject', Resource: `${bucketArn}/uploads/*` }],
};

async function post(options: FormOptions, stage?: S3Stage) {
  const running = stage ?? (await startS3(mayUpload));
  const body = signForm(running, options);
  const answer = await fetch(`${running.origin}/${Bucket}`, { method: 'POST', body, redirect: 'manual' });
  return { stage: running, status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('a form under a signed policy', () => {
  test('stores its file with what its fields say', async () => {
    const { stage, status, headers, text } = await post({
      conditions: [['starts-with', '$Content-Type', 'text/'], { 'x-amz-meta-owner': 'Ädä' }],
      fields: { 'Content-Type': 'text/plain', 'x-amz-meta-owner': 'Ädä' },
    });
    expect({ status, text }).toEqual({ status: 204, text: '' });
    expect(headers.get('etag')).toBe('"9a0364b9e99bb480dd25e1f0284c8555"');
    expect(headers.get('location')).toBe(`${stage.origin}/${Bucket}/uploads%2Fa.txt`);
    const stored = await stage.client.send(new GetObjectCommand({ Bucket, Key: 'uploads/a.txt' }));
    expect(stored).toMatchObject({
      ContentType: 'text/plain',
      Metadata: { owner: `=?UTF-8?B?${Buffer.from('Ädä').toString('base64')}?=` },
    });
    expect(await stored.Body?.transformToString()).toBe('content');
  });

  test('may name its key after the file', async () => {
    // Folders of the sender's disk are no part of the name.
    const { stage, status } = await post({ key: 'uploads/${filename}', fileName: 'C:\\mine\\b c.txt' });
    expect(status).toBe(204);
    await stage.client.send(new HeadObjectCommand({ Bucket, Key: 'uploads/b c.txt' }));
  });

  test('is answered with a document or a redirect where it asks for one', async () => {
    const created = await post({
      conditions: [{ success_action_status: '201' }],
      fields: { success_action_status: '201' },
    });
    expect(created.status).toBe(201);
    expect(created.text).toContain(
      `<PostResponse><Location>${created.stage.origin}/${Bucket}/uploads%2Fa.txt</Location><Bucket>${Bucket}</Bucket>` +
        '<Key>uploads/a.txt</Key><ETag>&quot;9a0364b9e99bb480dd25e1f0284c8555&quot;</ETag></PostResponse>',
    );
    const success_action_redirect = 'http://localhost:3000/done?task=7';
    const redirected = await post({ conditions: [{ success_action_redirect }], fields: { success_action_redirect } });
    expect(redirected.status).toBe(303);
    expect(redirected.headers.get('location')).toBe(
      `${success_action_redirect}&bucket=${Bucket}&key=uploads%2Fa.txt&etag=%229a0364b9e99bb480dd25e1f0284c8555%22`,
    );
  });

  test('takes no part of a form after its file', async () => {
    const stage = await startS3(mayUpload);
    const form = signForm(stage, {});
    form.append('submit', 'Upload');
    const answer = await fetch(`${stage.origin}/${Bucket}`, { method: 'POST', body: form });
    expect(answer.status).toBe(204);
  });
});

// Texts recorded from AWS: LocalStack's TestS3PresignedPost, and captures in public issue trackers.
describe('a form is refused', () => {
  test.each<{ why: string; options: FormOptions; status: number; code: string; says: string }>([
    {
      why: 'when the policy has expired',
      options: { expiresInSeconds: 0 },
      status: 403,
      code: 'AccessDenied',
      says: 'Invalid according to Policy: Policy expired.',
    },
    {
      why: 'for a key that the policy does not allow',
      options: { key: 'elsewhere/a.txt' },
      status: 403,
      code: 'AccessDenied',
      says: 'Invalid according to Policy: Policy Condition failed: [&quot;starts-with&quot;, &quot;$key&quot;, &quot;uploads/&quot;]',
    },
    {
      why: 'for another value than the policy names',
      options: { conditions: [{ 'Content-Type': 'image/png' }], fields: { 'Content-Type': 'text/html' } },
      status: 403,
      code: 'AccessDenied',
      says: 'Policy Condition failed: [&quot;eq&quot;, &quot;$Content-Type&quot;, &quot;image/png&quot;]',
    },
    {
      why: 'without a field that the policy names',
      options: { conditions: [['starts-with', '$Content-Type', '']] },
      status: 403,
      code: 'AccessDenied',
      says: 'Policy Condition failed: [&quot;starts-with&quot;, &quot;$Content-Type&quot;, &quot;&quot;]',
    },
    {
      why: 'for a list of types of which one does not fit',
      options: {
        conditions: [['starts-with', '$Content-Type', 'image/']],
        fields: { 'Content-Type': 'image/jpg,text/plain' },
      },
      status: 403,
      code: 'AccessDenied',
      says: 'Policy Condition failed',
    },
    {
      why: 'for a field that no condition covers',
      options: { fields: { 'X-Amz-Meta-Extra': '1', 'x-ignore-me': '2' } },
      status: 403,
      code: 'AccessDenied',
      says: 'Invalid according to Policy: Extra input fields: X-Amz-Meta-Extra<',
    },
    {
      why: 'above the longest length',
      options: { conditions: [['content-length-range', 1, 6]] },
      status: 400,
      code: 'EntityTooLarge',
      says: '<ProposedSize>7</ProposedSize><MaxSizeAllowed>6</MaxSizeAllowed>',
    },
    {
      why: 'below the shortest length',
      options: { conditions: [['content-length-range', 8, 10]] },
      status: 400,
      code: 'EntityTooSmall',
      says: '<ProposedSize>7</ProposedSize><MinSizeAllowed>8</MinSizeAllowed>',
    },
    {
      why: 'with a policy that was changed',
      options: { tampered: { policy: Buffer.from('{}').toString('base64') } },
      status: 403,
      code: 'SignatureDoesNotMatch',
      says: '<StringToSign>e30=</StringToSign>',
    },
    {
      why: 'with an unknown key',
      options: { tampered: { 'x-amz-credential': 'AKIAUNKNOWN/20260131/eu-central-1/s3/aws4_request' } },
      status: 403,
      code: 'InvalidAccessKeyId',
      says: '<AWSAccessKeyId>AKIAUNKNOWN</AWSAccessKeyId>',
    },
    {
      why: 'for another region',
      options: { tampered: { 'x-amz-credential': 'AKIAUNKNOWN/20260131/us-east-1/s3/aws4_request' } },
      status: 400,
      code: 'InvalidArgument',
      says: "the region 'us-east-1' is wrong; expecting 'eu-central-1'",
    },
    {
      why: "without its session's token",
      options: { without: ['x-amz-security-token'] },
      status: 403,
      code: 'InvalidAccessKeyId',
      says: 'The AWS Access Key Id you provided does not exist in our records.',
    },
    {
      why: 'without its signature',
      options: { without: ['x-amz-signature'] },
      status: 400,
      code: 'InvalidArgument',
      says: "Bucket POST must contain a field named 'X-Amz-Signature'.  If it is specified, please check the order of the fields.",
    },
    {
      why: 'without a key',
      options: { without: ['key'] },
      status: 400,
      code: 'InvalidArgument',
      says: "Bucket POST must contain a field named 'key'.",
    },
    {
      why: 'without a file',
      options: { without: ['file'] },
      status: 400,
      code: 'InvalidArgument',
      says: 'POST requires exactly one file upload per request.',
    },
    {
      why: 'without any signature, in a private bucket',
      options: {
        without: ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature', 'x-amz-security-token'],
      },
      status: 403,
      code: 'AccessDenied',
      says: '<Message>Access Denied</Message>',
    },
    {
      why: 'with a condition that is none',
      options: { conditions: [{ a: '1', b: '2' }] },
      status: 400,
      code: 'InvalidPolicyDocument',
      says: 'Simple-Conditions must have exactly one property specified.',
    },
    {
      why: 'with fields above 20 KB',
      options: { fields: { 'x-ignore-long': 'x'.repeat(20_481) } },
      status: 400,
      code: 'MaxPostPreDataLengthExceeded',
      says: '<MaxPostPreDataLengthBytes>20480</MaxPostPreDataLengthBytes>',
    },
  ])('$why', async ({ options, status, code, says }) => {
    const answer = await post(options);
    expect(answer.text).toContain(`<Code>${code}</Code>`);
    expect(answer).toMatchObject({ status, text: expect.stringContaining(says) });
    await expect(
      answer.stage.client.send(new HeadObjectCommand({ Bucket, Key: 'uploads/a.txt' })),
    ).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('where its signer may not upload', async () => {
    const answer = await post({}, await startS3());
    expect(answer).toMatchObject({
      status: 403,
      text: expect.stringContaining('not authorized to perform: s3:PutObject'),
    });
  });

  test('as anything but multipart/form-data', async () => {
    const { origin } = await startS3();
    const answer = await fetch(`${origin}/${Bucket}`, {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'text/html' },
    });
    expect(answer.status).toBe(412);
    expect(await answer.text()).toContain(
      '<Condition>Bucket POST must be of the enclosure-type multipart/form-data</Condition>',
    );
  });

  test('with a body that is cut off', async () => {
    const { origin } = await startS3();
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const body = '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nuploads/a';
    const answer = await fetch(`${origin}/${Bucket}`, { method: 'POST', body, headers });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('<Code>MalformedPOSTRequest</Code>');
  });
});
