import { describe, expect, it } from 'vitest';
import { formatTimestamp } from '../../src/services/iam/signature-format.ts';
import { deriveSigningKey } from '../../src/services/iam/signing-key.ts';
import { names } from './signed-document.ts';
import { type Key, signedStage } from './signed-stage.ts';
import { storedObjects } from './targets.ts';

const stage = signedStage();

interface Form {
  readonly key?: Key;
  readonly region?: string;
  readonly service?: string;
  /** Fields after signing: replaced, added, or left out where `undefined`. */
  readonly tampered?: Readonly<Record<string, string | undefined>>;
  readonly policy?: (conditions: readonly unknown[]) => readonly unknown[];
  readonly file?: string;
}

/** A browser's upload, signed as SDKs sign it: good for a minute, for keys under `uploads/` and up to ten bytes. */
function signedForm({ key = stage().caller, service = 's3', ...form }: Form): FormData {
  const { region, clock } = stage().stage;
  const timestamp = formatTimestamp(clock.now());
  const scope = { date: timestamp.slice(0, 8), region: form.region ?? region, service };
  const signing = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${key.accessKeyId}/${scope.date}/${scope.region}/${service}/aws4_request`,
    'x-amz-date': timestamp,
    ...(key.sessionToken && { 'x-amz-security-token': key.sessionToken }),
  };
  const conditions = [
    { bucket: names.bucket },
    ['starts-with', '$key', 'uploads/'],
    ['content-length-range', 1, 10],
    ...Object.entries(signing).map(([name, value]) => ({ [name]: value })),
  ];
  const policy = encode({ expiration: expiration(60), conditions: form.policy?.(conditions) ?? conditions });
  const signature = deriveSigningKey(key.secretAccessKey, scope).sign(policy);
  const fields = { key: 'uploads/a', ...signing, policy, 'x-amz-signature': signature, ...form.tampered };
  return formOf(fields, form.file ?? 'content');
}

function formOf(fields: Readonly<Record<string, string | undefined>>, file: string): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) data.append(name, value);
  data.append('file', new File([file], 'a.txt'));
  return data;
}

const encode = (document: unknown) => Buffer.from(JSON.stringify(document)).toString('base64');
const expiration = (seconds: number) => new Date(stage().stage.clock.now() + seconds * 1000).toISOString();

async function post(form: FormData) {
  const answer = await fetch(`${stage().stage.awsEndpoint}/${names.bucket}`, { method: 'POST', body: form });
  const text = await answer.text();
  const element = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(text)?.[1];
  return { status: answer.status, code: element('Code'), message: element('Message')?.replaceAll('&quot;', '"') };
}

const mismatch =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
const guessed = encode({ expiration: '2100-01-01T00:00:00Z', conditions: [] });

describe('a form under a signed policy', () => {
  it('is stored', async () => {
    expect(await post(signedForm({}))).toMatchObject({ status: 204 });
    expect(await storedObjects(stage())).toContain('uploads/a');
  });

  /** Texts recorded from AWS by others; Amazon S3 API Reference, "POST Policy". */
  it.each<[what: string, form: () => Form, status: number, code: string, message: string]>([
    ['with another policy', () => ({ tampered: { policy: guessed } }), 403, 'SignatureDoesNotMatch', mismatch],
    [
      'with another signature',
      () => ({ tampered: { 'x-amz-signature': '0'.repeat(64) } }),
      403,
      'SignatureDoesNotMatch',
      mismatch,
    ],
    [
      'with a guessed secret',
      () => ({ key: { ...stage().caller, secretAccessKey: 'guessed' } }),
      403,
      'SignatureDoesNotMatch',
      mismatch,
    ],
    ['without a signature at all', () => ({ tampered: anonymous }), 403, 'AccessDenied', 'Access Denied'],
    [
      'without its signature alone',
      () => ({ tampered: { 'x-amz-signature': undefined } }),
      400,
      'InvalidArgument',
      "Bucket POST must contain a field named 'X-Amz-Signature'.  If it is specified, please check the order of the fields.",
    ],
    [
      'without its policy',
      () => ({ tampered: { policy: undefined } }),
      400,
      'InvalidArgument',
      "Bucket POST must contain a field named 'Policy'.  If it is specified, please check the order of the fields.",
    ],
    [
      'with an unknown key',
      () => ({ key: { ...stage().caller, accessKeyId: 'ASIAUNKNOWNKEY234567' } }),
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    ],
    [
      'with the session token of another role',
      () => ({ tampered: { 'x-amz-security-token': stage().other.sessionToken } }),
      400,
      'InvalidToken',
      'The provided token is malformed or otherwise invalid.',
    ],
    [
      'without its session token',
      () => ({ tampered: { 'x-amz-security-token': undefined } }),
      403,
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
    ],
    [
      'for another region',
      () => ({ region: 'us-east-1' }),
      400,
      'InvalidArgument',
      "the region 'us-east-1' is wrong; expecting 'eu-west-1'",
    ],
    [
      'for another service',
      () => ({ service: 'sqs' }),
      400,
      'InvalidArgument',
      'incorrect service "sqs". This endpoint belongs to "s3".',
    ],
    [
      'for a key that it does not allow',
      () => ({ tampered: { key: 'elsewhere/a' } }),
      403,
      'AccessDenied',
      'Invalid according to Policy: Policy Condition failed: ["starts-with", "$key", "uploads/"]',
    ],
    [
      'for another bucket',
      () => ({ tampered: { bucket: 'another' } }),
      403,
      'AccessDenied',
      `Invalid according to Policy: Policy Condition failed: ["eq", "$bucket", "${names.bucket}"]`,
    ],
    [
      'with a field that it does not name',
      () => ({ tampered: { 'x-amz-meta-more': 'unsigned' } }),
      403,
      'AccessDenied',
      'Invalid according to Policy: Extra input fields: x-amz-meta-more',
    ],
    [
      'with a date that it does not name',
      () => ({ tampered: { 'x-amz-date': '20260131T000000Z' } }),
      403,
      'AccessDenied',
      expect.stringMatching(/^Invalid according to Policy: Policy Condition failed: \["eq", "\$x-amz-date"/),
    ],
    [
      'with a longer file',
      () => ({ file: 'eleven byte' }),
      400,
      'EntityTooLarge',
      'Your proposed upload exceeds the maximum allowed size',
    ],
    [
      'with an empty file',
      () => ({ file: '' }),
      400,
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
    ],
  ])('is refused %s', async (_what, form, status, code, message) => {
    const before = await storedObjects(stage());
    expect(await post(signedForm(form()))).toEqual({ status, code, message });
    expect(await storedObjects(stage())).toEqual(before);
  });

  it('is refused once its policy has expired, and not before', async () => {
    const form = signedForm({});
    const { clock } = stage().stage;
    clock.advance(59_000);
    expect(await post(form)).toMatchObject({ status: 204 });
    clock.advance(1000);
    expect(await post(form)).toEqual({
      status: 403,
      code: 'AccessDenied',
      message: 'Invalid according to Policy: Policy expired.',
    });
  });
});

/** Fields of a form whose sender has no key. */
const anonymous = Object.fromEntries(
  ['policy', 'x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-security-token', 'x-amz-signature'].map(
    (name) => [name, undefined],
  ),
);
