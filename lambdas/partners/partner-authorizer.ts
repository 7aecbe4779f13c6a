import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { systemClock } from '../shared/clock.ts';
import { logger } from '../shared/logger.ts';
import { partnerPolicy } from './partner-policy.ts';
import { readPartnerSecret } from './partner-secret.ts';
import { verifyPartnerToken } from './partner-token.ts';

/** Lambda TOKEN authorizer of the partner routes. */
export const handler = async (event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
  const token = /^Bearer (?<token>\S+)$/i.exec(event.authorizationToken)?.groups?.['token'];
  if (token === undefined) throw unauthorized('no bearer token');
  const secret = await readPartnerSecret();
  const identity = await verifyPartnerToken(token, secret, systemClock.now()).catch((error: unknown) => {
    throw unauthorized(error instanceof Error ? error.message : String(error));
  });
  return partnerPolicy(identity, event.methodArn);
};

/** The exact message makes API Gateway answer 401; any other error is its 500. */
function unauthorized(reason: string): Error {
  logger.info('partner token refused', { reason });
  return new Error('Unauthorized');
}
