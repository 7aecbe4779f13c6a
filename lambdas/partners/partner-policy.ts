import type { APIGatewayAuthorizerResult } from 'aws-lambda';
import { type PartnerScope, partnerScopes } from '../../contracts/route-table.ts';
import type { PartnerIdentity } from './partner-token.ts';

/** The methods of the partner routes that a scope opens. */
const methodsOf: Readonly<Record<PartnerScope, string>> = { 'projects:read': 'GET', 'tasks:write': 'POST' };

/**
 * What a partner's token opens. API Gateway keeps the policy for the token, so it covers every
 * partner route that the scopes open, and nothing else; without a scope it denies them all.
 *
 * @param methodArn `arn:aws:execute-api:region:account:api/stage/GET/partner/projects`
 */
export function partnerPolicy({ partnerId, scopes }: PartnerIdentity, methodArn: string): APIGatewayAuthorizerResult {
  const [apiArn, stage] = methodArn.split('/');
  const routesOf = (method: string) => `${apiArn}/${stage}/${method}/partner/*`;
  const opened = partnerScopes.filter((scope) => scopes.includes(scope)).map((scope) => routesOf(methodsOf[scope]));
  return {
    principalId: partnerId,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [
        opened.length > 0
          ? { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: opened }
          : { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: routesOf('*') },
      ],
    },
    context: { partnerId, scopes: scopes.join(' ') },
  };
}
