import type { SignedRequest } from '../../../services/iam/signature-verifier.ts';
import type { AwsError } from '../../../services/service.ts';
import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';

/** The request as its caller signed it, stage and all. */
export function describeSignedRequest(exchange: Exchange): SignedRequest {
  const { request, path, headers } = exchange;
  const joined: Record<string, string> = {};
  for (const { name, values } of headers.entries()) joined[name.toLowerCase()] = values.join(',');
  const question = request.target.indexOf('?');
  return {
    method: request.method,
    path: question < 0 ? request.target : request.target.slice(0, question),
    rawQuery: path.rawQuery,
    headers: joined,
    body: request.body,
  };
}

/** The error names that API Gateway gives what STS and IAM call otherwise. */
const gatewayErrorTypes: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch: 'InvalidSignatureException',
  RequestExpired: 'InvalidSignatureException',
  InvalidClientTokenId: 'UnrecognizedClientException',
  UnrecognizedClient: 'UnrecognizedClientException',
  ExpiredToken: 'ExpiredTokenException',
  IncompleteSignature: 'IncompleteSignatureException',
  MissingAuthenticationToken: 'MissingAuthenticationTokenException',
};

const responseTypes = {
  InvalidSignatureException: 'INVALID_SIGNATURE',
  ExpiredTokenException: 'EXPIRED_TOKEN',
  MissingAuthenticationTokenException: 'MISSING_AUTHENTICATION_TOKEN',
} as const;

/** API Gateway's answer to a signature that is incomplete, expired, of an unknown key or wrong: always 403. */
export function refuseSignature(error: AwsError, askedBy: string): Refusal {
  const code = error.code.replace(/Exception$/, '');
  const errorType = gatewayErrorTypes[code] ?? `${code}Exception`;
  return {
    responseType: responseTypes[errorType as keyof typeof responseTypes] ?? 'DEFAULT_4XX',
    status: 403,
    errorType,
    message: error.message,
    explanation: `${askedBy} refuses the signature: ${error.code}: ${error.message}`,
  };
}
