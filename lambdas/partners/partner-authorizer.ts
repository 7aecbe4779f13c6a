import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { partnerTokens } from '../../contracts/partner-tokens.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { logger } from '../shared/logger.ts';
import { verifyPartnerToken } from './partner-token.ts';

const secrets = new SecretsManagerClient({});
let secret: Promise<string> | undefined;

/**
 * Lambda TOKEN authorizer of the partner routes. API Gateway caches its policy for the token, so the
 * policy covers every partner route and nothing else.
 */
export const handler = async (event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> => {
  const token = /^Bearer (?<token>\S+)$/i.exec(event.authorizationToken)?.groups?.['token'];
  if (token === undefined) throw unauthorized('no bearer token');
  const value = await readSecret();
  const identity = await verifyPartnerToken(token, value, systemClock.now()).catch((error: unknown) => {
    throw unauthorized(error instanceof Error ? error.message : String(error));
  });
  if (!identity.scopes.includes(partnerTokens.scope)) return policy('Deny', identity.partnerId, event.methodArn);
  return {
    ...policy('Allow', identity.partnerId, event.methodArn),
    context: { partnerId: identity.partnerId, scopes: identity.scopes.join(' ') },
  };
};

/** The exact message makes API Gateway answer 401; any other error is its 500. */
function unauthorized(reason: string): Error {
  logger.info('partner token refused', { reason });
  return new Error('Unauthorized');
}

function policy(effect: 'Allow' | 'Deny', principalId: string, methodArn: string): APIGatewayAuthorizerResult {
  return {
    principalId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: partnerRoutes(methodArn) }],
    },
  };
}

/** `arn:aws:execute-api:region:account:api/stage/GET/partner/projects` covers `.../stage/*\/partner/*`. */
function partnerRoutes(methodArn: string): string {
  const [apiArn, stage] = methodArn.split('/');
  return `${apiArn}/${stage}/*/partner/*`;
}

/** Read once an execution environment; a failure is forgotten, so that the next request tries again. */
function readSecret(): Promise<string> {
  secret ??= fetchSecret().catch((error: unknown) => {
    secret = undefined;
    throw error;
  });
  return secret;
}

async function fetchSecret(): Promise<string> {
  const { SecretString } = await secrets.send(
    new GetSecretValueCommand({ SecretId: required('PARTNER_TOKEN_SECRET_ARN') }),
  );
  if (!SecretString) throw new Error('The partner token secret has no string value. Expected: a random string');
  return SecretString;
}
