import { formatRequestTime } from '../identifiers.ts';
import { type Exchange, httpMethodOf } from './exchange.ts';
import { gatewayResponseTypes } from './gateway-response-types.ts';
import type { Refusal } from './refusal.ts';
import { deploymentIdOf, domainNameOf, domainPrefixOf } from './request-context.ts';

type Variable = (exchange: Exchange) => string | number | null | undefined;

/** `$context.error.message` of a refusal: its own, or else AWS's for the type. */
export function errorMessageOf({ message, responseType }: Refusal): string | null {
  return message === undefined ? gatewayResponseTypes[responseType].message : message;
}

const errorMessage: Variable = ({ refusal }) => refusal && errorMessageOf(refusal);
const errorMessageString: Variable = ({ refusal }) => refusal && JSON.stringify(errorMessageOf(refusal));

/** Of the authorizer's own status AWS tells 200 once it decided for the request. */
const authorizerStatus: Variable = ({ authorizer }) => (authorizer ? 200 : undefined);
const authorizerLatency: Variable = ({ authorizer }) => authorizer?.integrationLatencyMs;

/**
 * `$context` variables of an access log and a gateway response.
 * ("Variables for access logging for API Gateway", "Variables for data transformations for API Gateway")
 */
const variables: Readonly<Record<string, Variable>> = {
  accountId: ({ api }) => api.accountId,
  apiId: ({ api }) => api.id,
  deploymentId: ({ stage }) => deploymentIdOf(stage),
  domainName: domainNameOf,
  domainPrefix: (exchange) => domainPrefixOf(domainNameOf(exchange)),
  extendedRequestId: ({ extendedRequestId }) => extendedRequestId,
  httpMethod: httpMethodOf,
  operationName: ({ route }) => route?.method.operationName,
  path: ({ path }) => path.withStage,
  protocol: ({ request }) => request.protocol,
  requestId: ({ requestId }) => requestId,
  requestTime: ({ receivedAtMs }) => formatRequestTime(receivedAtMs),
  requestTimeEpoch: ({ receivedAtMs }) => receivedAtMs,
  resourceId: ({ route }) => route?.resource.id,
  resourcePath: ({ route }) => route?.resource.path,
  stage: ({ stage }) => stage.name,
  xrayTraceId: ({ traceId }) => traceId,

  'identity.accessKey': ({ caller }) => caller?.accessKeyId,
  'identity.accountId': ({ caller }) => caller?.accountId,
  'identity.apiKey': ({ apiKey }) => apiKey?.value,
  'identity.apiKeyId': ({ apiKey }) => apiKey?.id,
  'identity.caller': ({ caller }) => caller?.userId,
  'identity.sourceIp': ({ request }) => request.sourceIp,
  'identity.user': ({ caller }) => caller?.userId,
  'identity.userAgent': ({ headers }) => headers.get('user-agent'),
  'identity.userArn': ({ caller }) => caller?.arn,

  'authorizer.integrationLatency': authorizerLatency,
  'authorizer.integrationStatus': authorizerStatus,
  'authorizer.latency': authorizerLatency,
  'authorizer.principalId': ({ authorizer }) => authorizer?.principalId,
  'authorizer.status': authorizerStatus,

  'error.message': errorMessage,
  'error.messageString': errorMessageString,
  'error.responseType': ({ refusal }) => refusal?.responseType,
  'error.validationErrorString': ({ refusal }) => refusal?.validationErrorString,

  'integration.error': ({ integration }) => integration?.error,
  'integration.integrationStatus': ({ integration }) => integration?.serviceStatus,
  'integration.latency': ({ integration }) => integration?.latencyMs,
  'integration.requestId': ({ integration }) => integration?.requestId,
  'integration.status': ({ integration }) => integration?.status,
  integrationErrorMessage: ({ integration }) => integration?.error,
  integrationLatency: ({ integration }) => integration?.latencyMs,
  integrationStatus: ({ integration }) => integration?.serviceStatus,
};

const variableByName = new Map(Object.entries(variables));
const claimPrefix = 'authorizer.claims.';
const authorizerPrefix = 'authorizer.';

/** Value of a `$context` variable by its name without `$context.`; `undefined` where the request has none. */
export function contextVariable(exchange: Exchange, name: string): string | undefined {
  const variable = variableByName.get(name);
  const value = variable ? variable(exchange) : authorizerVariable(exchange, name);
  return value === undefined || value === null ? undefined : String(value);
}

/** A token's claim, or what a Lambda authorizer put in its context. */
function authorizerVariable({ authorizer }: Exchange, name: string): string | null | undefined {
  if (!authorizer || !name.startsWith(authorizerPrefix)) return undefined;
  if (name.startsWith(claimPrefix)) return authorizer.claims?.[name.slice(claimPrefix.length)];
  return authorizer.context[name.slice(authorizerPrefix.length)];
}
