import { describe, expect, test } from 'vitest';
import { parseMultipartForm } from '../../../src/services/s3/form-upload/multipart-form.ts';
import { verifyPolicySignature } from '../../../src/services/s3/form-upload/policy-signature.ts';
import { parsePostPolicy } from '../../../src/services/s3/form-upload/post-policy.ts';

// Source: Amazon S3 API Reference, "Example: Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)".
const examplePolicy = [
  '{ "expiration": "2015-12-30T12:00:00.000Z",',
  '  "conditions": [',
  '    {"bucket": "sigv4examplebucket"},',
  '    ["starts-with", "$key", "user/user1/"],',
  '    {"acl": "public-read"},',
  '    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},',
  '    ["starts-with", "$Content-Type", "image/"],',
  '    {"x-amz-meta-uuid": "14365123651274"},',
  '    {"x-amz-server-side-encryption": "AES256"},',
  '    ["starts-with", "$x-amz-meta-tag", ""],',
  '',
  '    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},',
  '    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},',
  '    {"x-amz-date": "20151229T000000Z" }',
  '  ]',
  '}',
].join('\r\n');

describe("AWS's example of a signed policy", () => {
  const key = {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    sessionToken: undefined,
    caller: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', accountId: '1', arn: 'arn', userId: 'id', roleArn: undefined },
  };
  const options = {
    credentials: { find: (id: string) => (id === key.accessKeyId ? key : undefined) },
    region: 'us-east-1',
  };
  const fields = (signature: string) =>
    new Map([
      ['policy', Buffer.from(examplePolicy).toString('base64')],
      ['x-amz-algorithm', 'AWS4-HMAC-SHA256'],
      ['x-amz-credential', 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request'],
      ['x-amz-date', '20151229T000000Z'],
      ['x-amz-signature', signature],
    ]);
  const signature = '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e';

  test('has the signature that AWS states, and no other', () => {
    expect(verifyPolicySignature(fields(signature), options)).toBe(key.caller);
    expect(() => verifyPolicySignature(fields(signature.replace('8', '9')), options)).toThrow('does not match');
  });

  test('is read condition by condition', () => {
    const policy = parsePostPolicy(Buffer.from(examplePolicy).toString('base64'));
    expect(policy.expiresAt).toBe(Date.UTC(2015, 11, 30, 12));
    expect(policy.conditions).toHaveLength(11);
    expect(policy.conditions[4]).toMatchObject({ operator: 'starts-with', field: 'content-type', value: 'image/' });
  });
});

describe('a policy is refused', () => {
  const expiration = '2026-01-31T12:00:00Z';
  test.each([
    { document: 'no JSON', says: 'Invalid Policy: Invalid JSON.' },
    { document: '[]', says: 'Invalid Policy: Invalid JSON.' },
    { document: { Statement: [] }, says: "Invalid Policy: Unexpected: 'statement'" },
    { document: { conditions: [] }, says: 'Invalid Policy: Policy missing expiration.' },
    { document: { expiration }, says: 'Invalid Policy: Policy missing conditions.' },
    {
      document: { expiration: '2011-09-13T07:52:58+02:00', conditions: [] },
      says: "Invalid Policy: Invalid 'expiration' value: '2011-09-13T07:52:58+02:00'",
    },
    { document: { expiration, conditions: [{}] }, says: 'must have exactly one property' },
    { document: { expiration, conditions: [{ 'Content-Length': 7 }] }, says: 'value must be a string.' },
    { document: { expiration, conditions: [[]] }, says: 'missing operation identifier.' },
    { document: { expiration, conditions: [['ends-with', '$key', 'x']] }, says: "unknown operation 'ends-with'" },
    { document: { expiration, conditions: [['content-length-range', 0]] }, says: 'wrong number of arguments.' },
    { document: { expiration, conditions: [['content-length-range', -1, 0]] }, says: 'Invalid JSON.' },
  ])('$document', ({ document, says }) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    expect(() => parsePostPolicy(Buffer.from(text).toString('base64'))).toThrow(says);
  });
});

describe('a form of parts', () => {
  const parse = (text: string, contentType = 'multipart/form-data; boundary="a b"') =>
    parseMultipartForm(contentType, Buffer.from(text, 'latin1'));
  const part = (name: string, value: string, extra = '') =>
    `--a b\r\nContent-Disposition: form-data; name="${name}"${extra}\r\n\r\n${value}\r\n`;

  test('keeps the bytes of its file, whatever they look like', () => {
    const bytes = '\r\n--a \r\n\r\n\u00ff--';
    const form = parse(`preamble\r\n${part('key', 'k')}${part('file', bytes, '; filename="x"')}--a b--\r\n`);
    expect(form.file.body.toString('latin1')).toBe(bytes);
    expect(form.fields.get('key')).toBe('k');
  });

  test('joins the values of a repeated name, in whatever casing', () => {
    const form = parse(
      `${part('x-amz-meta-tag', 'Ninja')}${part('X-Amz-Meta-Tag', 'Stallman')}${part('file', '')}--a b--`,
    );
    expect(form.fields.get('x-amz-meta-tag')).toBe('Ninja,Stallman');
  });

  test('may be empty in its file', () => {
    expect(parse(`${part('file', '', '; filename=""')}--a b--`).file).toMatchObject({
      fileName: '',
      body: Buffer.alloc(0),
    });
  });

  test.each([
    { why: 'no boundary in the type', text: part('file', ''), contentType: 'multipart/form-data' },
    { why: 'no boundary in the body', text: 'file=x' },
    { why: 'a part without a name', text: '--a b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a b--' },
    { why: 'a part without a blank line', text: '--a b\r\nContent-Disposition: form-data; name="a"\r\n--a b--' },
    { why: 'text behind a boundary', text: `--a bc\r\n${part('file', '')}--a b--` },
  ])('is malformed with $why', ({ text, contentType }) => {
    expect(() => parse(text, contentType)).toThrow('not well-formed multipart/form-data');
  });
});
