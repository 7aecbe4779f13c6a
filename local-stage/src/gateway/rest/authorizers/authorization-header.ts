import { createHash } from 'node:crypto';
import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';

/** Scheme of AWS Signature Version 4 and its relatives; whatever bears it is the signature verifier's to judge. */
const signaturePrefix = 'AWS4-';

/**
 * Reads an `Authorization` header as a signature, as API Gateway does on routes that don't exist and on
 * methods with AWS_IAM: a token of another scheme is a broken signature there, and the answer says so.
 *
 * @param context why a signature is expected, for the explanation.
 * @returns `undefined` without the header, or where it claims to be a signature.
 */
export function refuseAuthorizationHeader(exchange: Exchange, context: string): Refusal | undefined {
  const header = exchange.headers.get('authorization');
  if (header === undefined || header.startsWith(signaturePrefix)) return undefined;
  return {
    responseType: 'DEFAULT_4XX',
    status: 403,
    errorType: 'IncompleteSignatureException',
    message: complaintAbout(header),
    explanation: `${context}; API Gateway reads the Authorization header as a signature there, and this is none`,
  };
}

/** The parser splits a scheme from `key=value` pairs, and names the first thing that is amiss. */
function complaintAbout(header: string): string {
  const space = header.indexOf(' ');
  const pairs = space < 0 ? '' : header.slice(space + 1);
  const broken = pairs.split(',').find((pair) => pair.trim() !== '' && !pair.includes('='));
  if (broken !== undefined) {
    const hash = createHash('sha256').update(pairs).digest('base64');
    return (
      'Invalid key=value pair (missing equal-sign) in Authorization header ' +
      `(hashed with SHA-256 and encoded with Base64): '${hash}'.`
    );
  }
  return (
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
    "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a " +
    `'X-Amz-Date' or a 'Date' header. Authorization=${header}`
  );
}
