import { AwsError } from '../../services/service.ts';
import type { GatewayDependencies } from '../gateway.ts';
import { refuseAuthorizationHeader } from './authorizers/authorization-header.ts';
import { describeSignedRequest, refuseSignature } from './authorizers/signature.ts';
import { type Exchange, httpMethodOf } from './exchange.ts';
import type { Refusal } from './refusal.ts';

/**
 * Refuses a request that no method matches. API Gateway treats it as one that ought to be signed: a
 * signature is checked, and an `Authorization` header of another kind is a broken one.
 */
export function refuseUnknownRoute(
  exchange: Exchange,
  { signatureVerifier }: Pick<GatewayDependencies, 'signatureVerifier'>,
): Refusal {
  const explanation =
    `no method of ${exchange.api.address} matches ${httpMethodOf(exchange)} ${exchange.path.belowStage} ` +
    'on that resource; API Gateway answers so instead of 404 or 405';
  const malformed = refuseAuthorizationHeader(exchange, explanation);
  if (malformed) return malformed;
  try {
    signatureVerifier.verify(describeSignedRequest(exchange), { service: 'execute-api' });
  } catch (error) {
    if (error instanceof AwsError) return refuseSignature(error, exchange.api.address);
    throw error;
  }
  return { responseType: 'MISSING_AUTHENTICATION_TOKEN', explanation };
}
