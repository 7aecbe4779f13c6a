import { createHmac, hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeAwsChunked } from '../../../src/services/iam/aws-chunked.ts';
import { deriveSigningKey } from '../../../src/services/iam/signing-key.ts';
import { AwsError } from '../../../src/services/service.ts';

const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const signing = (seed: string) => ({
  key: deriveSigningKey(secret, scope),
  timestamp: '20130524T000000Z',
  scope: '20130524/us-east-1/s3/aws4_request',
  seed,
});

const first = 'a'.repeat(65_536);
const second = 'a'.repeat(1024);

const refusal = (run: () => unknown): AwsError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AwsError) return error;
  }
  throw new Error('no AwsError was thrown');
};

it('derives the key as HMAC after HMAC', () => {
  const key = ['20130524', 'us-east-1', 's3', 'aws4_request'].reduce<Buffer>(
    (previous, part) => createHmac('sha256', previous).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  expect(deriveSigningKey(secret, scope).sign('text')).toBe(createHmac('sha256', key).update('text').digest('hex'));
});

// The example of Amazon S3 API Reference, "Signature Calculations for the Authorization Header:
// Transferring Payload in Multiple Chunks (Chunked Upload)".
describe('signed chunks', () => {
  const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
  const encoded =
    `10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n${first}\r\n` +
    `400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n${second}\r\n` +
    '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n';
  const decode = (text: string, decodedLength = 66_560) =>
    decodeAwsChunked(Buffer.from(text), { signing: signing(seed), decodedLength, trailerNames: [] });

  it('are put together', () => {
    expect(decode(encoded)).toEqual({ body: Buffer.from(first + second), trailers: {} });
  });

  it.each([
    ['a byte of a chunk is changed', encoded.replace('aaa\r\n400', 'aab\r\n400'), 'SignatureDoesNotMatch'],
    ['a signature is changed', encoded.replace('0055627c', '1055627c'), 'SignatureDoesNotMatch'],
    ['a signature is missing', encoded.replace(/(400);[^\r]*/, '$1'), 'SignatureDoesNotMatch'],
    ['a chunk is left out', encoded.replace(/400;[\s\S]*?\r\n[\s\S]*?\r\n/, ''), 'SignatureDoesNotMatch'],
    ['the end is cut off', encoded.slice(0, 60_000), 'IncompleteBody'],
    ['the last chunk is missing', encoded.slice(0, encoded.lastIndexOf('0;')), 'IncompleteBody'],
    ['a size is wrong', encoded.replace('10000;', '0ffff;'), 'SignatureDoesNotMatch'],
    ['a chunk has no size', 'hello\r\n', 'IncompleteBody'],
  ])('are refused if %s', (_name, text, code) => {
    expect(refusal(() => decode(text)).code).toBe(code);
  });

  it('are refused if they are not as long as announced', () => {
    expect(refusal(() => decode(encoded, 66_561)).code).toBe('IncompleteBody');
  });
});

describe('a signed trailer', () => {
  const seed = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e';
  const encoded =
    `10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n${first}\r\n` +
    `400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n${second}\r\n` +
    '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n' +
    'x-amz-checksum-crc32c:sOO8/Q==\r\n' +
    'x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n';
  const decode = (text: string, trailerNames = ['x-amz-checksum-crc32c']) =>
    decodeAwsChunked(Buffer.from(text), { signing: signing(seed), decodedLength: 66_560, trailerNames });

  it('comes with the body', () => {
    expect(decode(encoded).trailers).toEqual({ 'x-amz-checksum-crc32c': 'sOO8/Q==' });
  });

  it('is refused if it is changed or not announced', () => {
    expect(refusal(() => decode(encoded.replace('sOO8', 'sOO9'))).code).toBe('SignatureDoesNotMatch');
    expect(refusal(() => decode(encoded, [])).code).toBe('MalformedTrailerError');
    expect(refusal(() => decode(encoded.replace(/x-amz-checksum.*\r\n/, ''))).code).toBe('MalformedTrailerError');
  });
});

it('unsigned chunks come with their trailer', () => {
  const body = 'hello, chunks';
  const checksum = hash('sha256', body, 'base64');
  const encoded = `5\r\nhello\r\n8\r\n, chunks\r\n0\r\nx-amz-checksum-sha256:${checksum}\r\n\r\n`;
  expect(
    decodeAwsChunked(Buffer.from(encoded), { decodedLength: 13, trailerNames: ['x-amz-checksum-sha256'] }),
  ).toEqual({ body: Buffer.from(body), trailers: { 'x-amz-checksum-sha256': checksum } });
});
