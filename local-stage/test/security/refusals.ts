import type { RawResponse } from '../conformance/raw-client.ts';
import type { Target, Wording } from './targets.ts';

/** What can be wrong with a signature. */
const refusalNames = [
  'unsigned',
  'mismatch',
  'bodyMismatch',
  'signatureMissing',
  'scopeMissing',
  'unknownAlgorithm',
  'signedTwice',
  'headerNotSigned',
  'hostNotSigned',
  'expired',
  'notYetCurrent',
  'dateless',
  'wrongDate',
  'unknownKey',
  'wrongToken',
  'tokenMissing',
  'wrongRegion',
  'wrongService',
] as const;
export type RefusalName = (typeof refusalNames)[number];

/** A refusal as its caller reads it. */
export interface Refusal {
  readonly status: number;
  /** The error's name; `undefined` where the protocol tells none. */
  readonly code: string | undefined;
  readonly message: string;
}

type Words = Readonly<Record<RefusalName, readonly [code: string, message: string, status?: number]>>;

/** Source: IAM User Guide, "Troubleshoot signed requests for AWS APIs". The times are those of the suite's clock. */
const sharedWords = (service: string, missingToken: string): Words => {
  const mismatch = [
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access ' +
      'Key and signing method. Consult the service documentation for details.',
  ] as const;
  const invalidToken = [
    'UnrecognizedClientException',
    'The security token included in the request is invalid.',
  ] as const;
  const invalid = (message: string) => ['InvalidSignatureException', message] as const;
  const incomplete = (message: string) => ['IncompleteSignatureException', message] as const;
  return {
    unsigned: ['MissingAuthenticationTokenException', missingToken],
    mismatch,
    bodyMismatch: mismatch,
    signatureMissing: incomplete("Authorization header requires 'Signature' parameter. Authorization=AWS4-HMAC-SHA256"),
    scopeMissing: incomplete("Authorization header requires 'Credential' parameter. Authorization=AWS4-HMAC-SHA256"),
    unknownAlgorithm: incomplete("Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA1'."),
    signedTwice: invalid("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."),
    headerNotSigned: invalid("'x-amz-meta-more' must be a 'SignedHeader' in the AWS Authorization."),
    hostNotSigned: invalid("'host' must be a 'SignedHeader' in the AWS Authorization."),
    expired: invalid(
      'Signature expired: 20260131T114400Z is now earlier than 20260131T115500Z (20260131T120000Z - 5 min.)',
    ),
    notYetCurrent: invalid(
      'Signature not yet current: 20260131T121600Z is still later than 20260131T120500Z (20260131T120000Z + 5 min.)',
    ),
    dateless: incomplete(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256",
    ),
    wrongDate: invalid(
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
        "'20260130' != '20260131', from '20260131T120000Z'.",
    ),
    unknownKey: invalidToken,
    wrongToken: invalidToken,
    tokenMissing: invalidToken,
    wrongRegion: invalid("Credential should be scoped to a valid region, not 'us-east-1'. Expected: 'eu-west-1'."),
    wrongService: invalid(`Credential should be scoped to correct service: '${service}'.`),
  };
};

/** Source: Amazon S3 API Reference, "Error responses". */
const s3Words: Words = {
  unsigned: ['AccessDenied', 'Access Denied', 403],
  mismatch: [
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  ],
  bodyMismatch: [
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
  ],
  signatureMissing: [
    'AuthorizationHeaderMalformed',
    'The authorization header is malformed; the authorization header requires three components: Credential, SignedHeaders, and Signature.',
    400,
  ],
  scopeMissing: unroutedWords('IncompleteSignature'),
  unknownAlgorithm: [
    'AuthorizationHeaderMalformed',
    "The authorization header is malformed; the authorization mechanism 'AWS4-HMAC-SHA1' is not supported. Expected: AWS4-HMAC-SHA256.",
    400,
  ],
  signedTwice: [
    'InvalidArgument',
    'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    400,
  ],
  headerNotSigned: ['AccessDenied', 'There were headers present in the request which were not signed', 403],
  hostNotSigned: ['AccessDenied', 'There were headers present in the request which were not signed', 403],
  expired: ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', 403],
  notYetCurrent: [
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    403,
  ],
  dateless: ['AuthorizationHeaderMalformed', 'AWS authentication requires a valid Date or x-amz-date header', 400],
  wrongDate: [
    'AuthorizationHeaderMalformed',
    'The authorization header is malformed; Invalid credential date "20260130". This date is not the same as X-Amz-Date: "20260131".',
    400,
  ],
  unknownKey: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403],
  wrongToken: ['InvalidToken', 'The provided token is malformed or otherwise invalid.', 400],
  tokenMissing: ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403],
  wrongRegion: [
    'AuthorizationHeaderMalformed',
    "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
    400,
  ],
  wrongService: unroutedWords('UnknownService'),
};

/** Where neither a header nor the scope names a service of the stage, the endpoint itself refuses. */
function unroutedWords(code: 'UnknownService' | 'IncompleteSignature' | 'MissingAuthenticationToken') {
  const words = {
    UnknownService: [
      'UnknownService',
      'The local stage has no service "sns". Expected one of: cognito-idp, apigateway, logs, secretsmanager, s3, sqs, dynamodb',
      404,
    ],
    IncompleteSignature: [
      'IncompleteSignature',
      'The signature names no credential scope. Expected: a Credential of the form KEY/DATE/REGION/SERVICE/aws4_request',
      403,
    ],
    MissingAuthenticationToken: ['MissingAuthenticationToken', 'Request is missing Authentication Token', 403],
  } as const;
  return words[code];
}

const olderMessage = 'Request is missing Authentication Token';
const message = 'Missing Authentication Token';

/** @returns what the target's caller is to read. */
export function expectedRefusal({ signingName, wording }: Target, name: RefusalName): Refusal {
  if (wording === 'http-api') return { status: 403, code: undefined, message: 'Forbidden' };
  const [code, text, status = statusOf(signingName)] = wordsOf(signingName, wording)[name];
  return { status, code: wording === 'coral' ? `com.amazon.coral.service#${code}` : code, message: text };
}

function wordsOf(service: string, wording: Wording): Words {
  if (wording === 's3') return s3Words;
  const words = sharedWords(service, wording === 'coral' ? olderMessage : message);
  if (wording !== 'api-gateway') return words;
  return {
    ...words,
    unsigned: unroutedWords('MissingAuthenticationToken'),
    scopeMissing: unroutedWords('IncompleteSignature'),
    wrongService: unroutedWords('UnknownService'),
  };
}

const statusOf = (service: string): number => (['sqs', 'execute-api', 'apigateway'].includes(service) ? 403 : 400);

/** Reads an answer in whatever protocol it is. */
export function readRefusal({ status, headers, body }: RawResponse): Refusal {
  const text = body.toString();
  if (text.startsWith('<')) {
    const element = (name: string) => unescaped(new RegExp(`<${name}>(.*?)</${name}>`, 's').exec(text)?.[1] ?? '');
    return { status, code: element('Code'), message: element('Message') };
  }
  const document = JSON.parse(text) as { __type?: string; message: string };
  const errorType = headers.find(([name]) => name.toLowerCase() === 'x-amzn-errortype')?.[1];
  return { status, code: document.__type ?? errorType, message: document.message };
}

const unescaped = (text: string) => text.replaceAll('&quot;', '"').replaceAll('&apos;', "'");
