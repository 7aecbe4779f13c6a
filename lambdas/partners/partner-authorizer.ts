import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { systemClock } from '../shared/clock.ts';
import { logger } from '../shared/logger.ts';
import { partnerPolicy } from './partner-policy.ts';
import { partnerSecret } from './partner-secret.ts';
import { PartnerTokenRefused, verifyPartnerToken } from './partner-token.ts';

/** Lambda TOKEN authorizer of the partner routes. */
export const handler = async (event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
  const token = /^Bearer (?<token>\S+)$/i.exec(event.authorizationToken)?.groups?.['token'];
  if (token === undefined) throw unauthorized('no bearer token');
  const identity = await verifyPartnerToken(token, partnerSecret, systemClock.now()).catch((error: unknown) => {
    throw error instanceof PartnerTokenRefused ? unauthorized(error.message) : error;
  });
  return partnerPolicy(identity, event.methodArn);
};

/** The exact message makes API Gateway answer 401; any other error is its 500. */
function unauthorized(reason: string): Error {
  logger.info('partner token refused', { reason });
  return new Error('Unauthorized');
}
