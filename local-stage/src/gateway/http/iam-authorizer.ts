import { AccessDenied } from '../../services/iam/authorization.ts';
import { AwsError, type Caller } from '../../services/service.ts';
import type { GatewayDependencies } from '../gateway.ts';
import { routeArn } from './arns.ts';
import type { HttpRoute } from './configuration.ts';
import type { Authorizer, RoutedExchange } from './exchange.ts';
import { Refusal } from './refusal.ts';

/**
 * Authorizes a route by the caller's Signature Version 4 and its policies. Every failure is the same 403 to
 * the caller. ("Control access to HTTP APIs with IAM authorization in API Gateway")
 */
export function createIamAuthorizer(
  route: HttpRoute,
  { authorization, signatureVerifier }: Pick<GatewayDependencies, 'authorization' | 'signatureVerifier'>,
): Authorizer {
  return (exchange) => {
    const caller = orRefuse(route, () => verify(exchange, signatureVerifier));
    if (!caller) throw refuse(route, 'the request is not signed');
    orRefuse(route, () => requireInvoke(exchange, caller, authorization));
    return { kind: 'AWS_IAM', caller };
  };
}

function verify({ request }: RoutedExchange, verifier: GatewayDependencies['signatureVerifier']): Caller | null {
  const { method, encodedPath, rawQuery, headers, body } = request;
  return verifier.verify({ method, path: encodedPath, rawQuery, headers, body }, { service: 'execute-api' });
}

function requireInvoke(exchange: RoutedExchange, caller: Caller, authorization: GatewayDependencies['authorization']) {
  const { api, request, routePath, stage } = exchange;
  const arn = routeArn(api, stage.configuration.name, request.method, routePath);
  authorization.require(caller, 'execute-api:Invoke', arn, { 'aws:SourceIp': request.sourceIp });
}

function orRefuse<T>(route: HttpRoute, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof AwsError || error instanceof AccessDenied) throw refuse(route, error.message);
    throw error;
  }
}

function refuse({ address }: HttpRoute, problem: string): Refusal {
  return new Refusal('forbidden', `${address}: ${problem}`, { authorizerError: problem });
}
