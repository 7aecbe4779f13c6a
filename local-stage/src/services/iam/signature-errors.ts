import { hash } from 'node:crypto';
import { AwsError } from '../service.ts';
import { s3SignatureErrors } from './signature-errors-s3.ts';
import { formatTimestamp, parseTimestamp, type SignatureParts } from './signature-format.ts';
import type { CredentialScope } from './signing-key.ts';

/** What can be wrong with a signature, in the words of one family of services. */
export interface SignatureErrors {
  /** How far the signer's clock may be off, in minutes. */
  readonly skewMinutes: number;
  /** The request has no signature. */
  unsigned(): AwsError;
  /** The request has a signature in its header and one in its query. @param authorization the header as sent */
  signedTwice(authorization: string | undefined): AwsError;
  /** @param authorization the Authorization header as sent, `undefined` on a presigned request. */
  incomplete(parts: SignatureParts, authorization: string | undefined): AwsError;
  unknownKey(accessKeyId: string): AwsError;
  wrongToken(): AwsError;
  wrongRegion(parts: SignatureParts, found: string, expected: string): AwsError;
  wrongService(parts: SignatureParts, found: string, expected: string): AwsError;
  wrongDate(scope: CredentialScope, timestamp: string): AwsError;
  expired(validity: Validity): AwsError;
  notYetCurrent(validity: Validity): AwsError;
  expiresOutOfRange(expires: string): AwsError;
  unsignedHeaders(names: readonly string[]): AwsError;
  mismatch(evidence: MismatchEvidence): AwsError;
}

export interface Validity {
  /** When it was signed, `20260131T235959Z`. */
  readonly timestamp: string;
  readonly nowMs: number;
  /** On a presigned request: how long it was to last. */
  readonly expiresSeconds: number | undefined;
}

export interface MismatchEvidence {
  readonly accessKeyId: string;
  readonly signature: string;
  readonly stringToSign: string;
  readonly canonicalRequest: string;
}

/** The words of `service`: S3's own, or those that every other service shares. */
export const signatureErrorsOf = (service: string): SignatureErrors =>
  service === 's3' ? s3SignatureErrors : sharedErrors(sharedStatus(service), missingTokenMessage(service));

const forbidding: ReadonlySet<string> = new Set(['sqs', 'execute-api', 'apigateway']);

/** SQS and API Gateway answer 403 where the services of the JSON protocols answer 400. */
const sharedStatus = (service: string): 400 | 403 => (forbidding.has(service) ? 403 : 400);

/** The older services of the JSON protocols word it in a sentence of their own. */
const missingTokenMessage = (service: string): string =>
  service === 'sqs' || service === 'dynamodb'
    ? 'Request is missing Authentication Token'
    : 'Missing Authentication Token';

const minutes = 60_000;

/** Source of the texts: IAM User Guide, "Troubleshoot signed requests for AWS APIs". */
function sharedErrors(status: 400 | 403, missingToken: string): SignatureErrors {
  const incomplete = (message: string) => new AwsError('IncompleteSignatureException', message, status);
  const invalid = (message: string) => new AwsError('InvalidSignatureException', message, status);
  const skewMinutes = 5;
  return {
    skewMinutes,
    unsigned: () => new AwsError('MissingAuthenticationTokenException', missingToken, status),
    signedTwice: () =>
      invalid("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."),
    incomplete: (parts, authorization) => incomplete(incompleteMessage(parts, authorization)),
    unknownKey: () => invalidToken(status),
    wrongToken: () => invalidToken(status),
    wrongRegion: (_parts, found, expected) =>
      invalid(`Credential should be scoped to a valid region, not '${found}'. Expected: '${expected}'.`),
    wrongService: (_parts, _found, expected) =>
      invalid(`Credential should be scoped to correct service: '${expected}'.`),
    wrongDate: (scope, timestamp) =>
      invalid(
        'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
          `'${scope.date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`,
      ),
    expired: (validity) => invalid(expiredMessage(validity, skewMinutes)),
    notYetCurrent: ({ timestamp, nowMs }) =>
      invalid(
        `Signature not yet current: ${timestamp} is still later than ` +
          `${formatTimestamp(nowMs + skewMinutes * minutes)} (${formatTimestamp(nowMs)} + ${skewMinutes} min.)`,
      ),
    expiresOutOfRange: (expires) =>
      invalid(`X-Amz-Expires is '${expires}'. Expected: a number of seconds from 0 to 604800, which is seven days.`),
    unsignedHeaders: (names) =>
      invalid(names.map((name) => `'${name}' must be a 'SignedHeader' in the AWS Authorization.`).join(' ')),
    mismatch: () =>
      invalid(
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access ' +
          'Key and signing method. Consult the service documentation for details.',
      ),
  };
}

const invalidToken = (status: number) =>
  new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', status);

function expiredMessage({ timestamp, nowMs, expiresSeconds }: Validity, skewMinutes: number): string {
  if (expiresSeconds !== undefined) {
    const end = formatTimestamp(parseTimestamp(timestamp) + expiresSeconds * 1000);
    return `Signature expired: ${end} is now earlier than ${formatTimestamp(nowMs)}`;
  }
  const earliest = formatTimestamp(nowMs - skewMinutes * minutes);
  return `Signature expired: ${timestamp} is now earlier than ${earliest} (${formatTimestamp(nowMs)} - ${skewMinutes} min.)`;
}

function incompleteMessage(parts: SignatureParts, authorization: string | undefined): string {
  if (authorization === undefined) {
    const missing = missingQueryParts(parts).map((name) => `AWS query-string parameters must include 'X-Amz-${name}'.`);
    return [...missing, 'Re-examine the query-string parameters.'].join(' ');
  }
  if (parts.strays.length > 0) {
    const digest = hash('sha256', authorization, 'base64');
    return `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${digest}'.`;
  }
  if (parts.algorithm !== 'AWS4-HMAC-SHA256') return `Unsupported AWS 'algorithm': '${parts.algorithm}'.`;
  const missing = missingParts(parts).map((name) =>
    name === 'Date'
      ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."
      : `Authorization header requires '${name}' parameter.`,
  );
  return `${missing.join(' ')} Authorization=${parts.algorithm}`;
}

function missingQueryParts(parts: SignatureParts): readonly string[] {
  const algorithm = parts.algorithm === 'AWS4-HMAC-SHA256' ? [] : ['Algorithm'];
  const expires = parts.expires === undefined ? ['Expires'] : [];
  return [...algorithm, ...missingParts(parts), ...expires];
}

function missingParts(parts: SignatureParts): readonly string[] {
  const present: Readonly<Record<string, unknown>> = {
    Credential: parts.credential,
    Signature: parts.signature,
    SignedHeaders: parts.signedHeaders,
    Date: parts.timestamp,
  };
  return Object.keys(present).filter((name) => present[name] === undefined);
}
