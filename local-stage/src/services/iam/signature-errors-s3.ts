import { AwsError } from '../service.ts';
import type { SignatureErrors, Validity } from './signature-errors.ts';
import { parseTimestamp, type SignatureParts } from './signature-format.ts';

/** S3's own codes and texts. Source: Amazon S3 API Reference, "Error responses". */
export const s3SignatureErrors: SignatureErrors = {
  skewMinutes: 15,
  unsigned: () => new AwsError('AccessDenied', 'Access Denied', 403),
  signedTwice: (authorization) =>
    new AwsError(
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter ' +
        'or the Authorization header should be specified',
      400,
      { ArgumentName: 'Authorization', ArgumentValue: authorization },
    ),
  incomplete: (parts) =>
    malformed(
      parts,
      parts.location === 'query'
        ? 'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, ' +
            'X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.'
        : incompleteHeader(parts),
    ),
  unknownKey: (accessKeyId) =>
    new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403, {
      AWSAccessKeyId: accessKeyId,
    }),
  wrongToken: () => new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.'),
  wrongRegion: (parts, found, expected) =>
    malformed(parts, `${where(parts)}; the region '${found}' is wrong; expecting '${expected}'`, { Region: expected }),
  wrongService: (parts, found) =>
    malformed(parts, `${where(parts)}; incorrect service "${found}". This endpoint belongs to "s3".`),
  wrongDate: (scope, timestamp) =>
    new AwsError(
      'AuthorizationHeaderMalformed',
      `The authorization header is malformed; Invalid credential date "${scope.date}". ` +
        `This date is not the same as X-Amz-Date: "${timestamp.slice(0, 8)}".`,
    ),
  expired: (validity) => (validity.expiresSeconds === undefined ? tooSkewed(validity) : linkExpired(validity)),
  notYetCurrent: (validity) =>
    validity.expiresSeconds === undefined
      ? tooSkewed(validity)
      : new AwsError('AccessDenied', 'Request is not yet valid', 403, { ServerTime: isoOf(validity.nowMs) }),
  expiresOutOfRange: (expires) => new AwsError('AuthorizationQueryParametersError', expiresProblem(expires)),
  unsignedHeaders: (names) =>
    new AwsError('AccessDenied', 'There were headers present in the request which were not signed', 403, {
      HeadersNotSigned: names.join(', '),
    }),
  mismatch: ({ accessKeyId, signature, stringToSign, canonicalRequest }) =>
    new AwsError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      403,
      {
        AWSAccessKeyId: accessKeyId,
        StringToSign: stringToSign,
        SignatureProvided: signature,
        CanonicalRequest: canonicalRequest,
      },
    ),
};

const malformed = (parts: SignatureParts, message: string, details: Readonly<Record<string, unknown>> = {}) =>
  new AwsError(
    parts.location === 'query' ? 'AuthorizationQueryParametersError' : 'AuthorizationHeaderMalformed',
    message,
    400,
    details,
  );

const where = (parts: SignatureParts): string =>
  parts.location === 'query' ? 'Error parsing the X-Amz-Credential parameter' : 'The authorization header is malformed';

function incompleteHeader(parts: SignatureParts): string {
  if (parts.algorithm !== 'AWS4-HMAC-SHA256') {
    return `The authorization header is malformed; the authorization mechanism '${parts.algorithm}' is not supported. Expected: AWS4-HMAC-SHA256.`;
  }
  return parts.timestamp === undefined
    ? 'AWS authentication requires a valid Date or x-amz-date header'
    : 'The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.';
}

function expiresProblem(expires: string): string {
  if (!/^-?\d+$/.test(expires)) return 'X-Amz-Expires should be a number';
  return expires.startsWith('-')
    ? 'X-Amz-Expires must be non-negative'
    : 'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds';
}

const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString().replace(/\.\d{3}/, '');

const tooSkewed = ({ timestamp, nowMs }: Validity) =>
  new AwsError(
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    403,
    {
      RequestTime: timestamp,
      ServerTime: isoOf(nowMs),
      MaxAllowedSkewMilliseconds: 900_000,
    },
  );

const linkExpired = ({ timestamp, nowMs, expiresSeconds = 0 }: Validity) =>
  new AwsError('AccessDenied', 'Request has expired', 403, {
    'X-Amz-Expires': expiresSeconds,
    Expires: isoOf(parseTimestamp(timestamp) + expiresSeconds * 1000),
    ServerTime: isoOf(nowMs),
  });
