import type { Credentials, KnownKey } from '../../iam/credentials.ts';
import { s3SignatureErrors } from '../../iam/signature-errors-s3.ts';
import { deriveSigningKey, isSameSecret } from '../../iam/signing-key.ts';
import { AwsError, type Caller } from '../../service.ts';
import { invalidArgument } from '../errors.ts';

type Fields = ReadonlyMap<string, string>;

/** Fields that make a form signed, in the order in which S3 misses them. */
const signatureFields = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature'] as const;

export interface PolicyVerification {
  readonly credentials: Pick<Credentials, 'find'>;
  readonly region: string;
}

/**
 * Verifies who signed a form's policy (Signature Version 4). What is signed is the policy as sent.
 *
 * @returns `null` where the form carries no signature: an anonymous upload.
 * @throws {AwsError} InvalidArgument, InvalidAccessKeyId, InvalidToken, SignatureDoesNotMatch
 */
export function verifyPolicySignature(fields: Fields, options: PolicyVerification): Caller | null {
  if (signatureFields.every((name) => !fields.has(name.toLowerCase()))) return null;
  for (const name of ['Policy', ...signatureFields]) requireField(fields, name);
  const { accessKeyId, scope } = readCredential(fields.get('x-amz-credential') ?? '', options.region);
  assertAlgorithm(fields.get('x-amz-algorithm') ?? '');
  assertDate(fields.get('x-amz-date') ?? '');
  const known = options.credentials.find(accessKeyId);
  const token = fields.get('x-amz-security-token');
  const lacksToken = known?.sessionToken !== undefined && token === undefined;
  if (!known || lacksToken) throw s3SignatureErrors.unknownKey(accessKeyId);
  assertToken(token, known);
  const policy = fields.get('policy') ?? '';
  const given = fields.get('x-amz-signature') ?? '';
  if (!isSameSecret(given, deriveSigningKey(known.secretAccessKey, scope).sign(policy))) {
    throw mismatch(accessKeyId, policy, given);
  }
  return known.caller;
}

/** @throws {AwsError} InvalidArgument, in S3's words for a field that is not there or comes after the file. */
export function requireField(fields: Fields, name: string): string {
  const value = fields.get(name.toLowerCase());
  if (value !== undefined) return value;
  const message = `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`;
  throw invalidArgument(message, name, '');
}

function readCredential(credential: string, region: string) {
  const invalid = (message: string) => invalidArgument(message, 'X-Amz-Credential', credential);
  const [accessKeyId, date, scopeRegion, service, terminal, ...others] = credential.split('/');
  if (!accessKeyId) throw invalid('a non-empty Access Key (AKID) must be provided in the credential.');
  if (!date || !/^\d{8}$/.test(date) || !scopeRegion || terminal !== 'aws4_request' || others.length > 0) {
    throw invalid('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".');
  }
  if (scopeRegion !== region) throw invalid(`the region '${scopeRegion}' is wrong; expecting '${region}'`);
  if (service !== 's3') throw invalid(`incorrect service "${service}". This endpoint belongs to "s3".`);
  return { accessKeyId, scope: { date, region, service } };
}

function assertAlgorithm(algorithm: string): void {
  if (algorithm === 'AWS4-HMAC-SHA256') return;
  throw invalidArgument('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"', 'X-Amz-Algorithm', algorithm);
}

function assertDate(date: string): void {
  if (/^\d{8}T\d{6}Z$/.test(date)) return;
  throw invalidArgument('X-Amz-Date must be formated via ISO8601 Long format', 'X-Amz-Date', date);
}

function assertToken(given: string | undefined, known: KnownKey): void {
  if (!isSameSecret(given ?? '', known.sessionToken ?? '')) throw s3SignatureErrors.wrongToken();
}

function mismatch(accessKeyId: string, policy: string, given: string): AwsError {
  const bytes = Buffer.from(policy, 'utf8').toString('hex').match(/../g)?.join(' ') ?? '';
  return new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
    { AWSAccessKeyId: accessKeyId, StringToSign: policy, SignatureProvided: given, StringToSignBytes: bytes },
  );
}
