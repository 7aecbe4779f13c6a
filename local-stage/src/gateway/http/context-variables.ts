import type { ContextVariables } from '../access-log.ts';
import { formatRequestTime } from '../identifiers.ts';
import { domainNameOf, domainPrefixOf } from './domain-name.ts';
import type { Exchange, RouteAuthorization } from './exchange.ts';

/** What is known once the answer is. */
export interface AnswerFacts {
  readonly status: number;
  readonly responseBytes: number;
  readonly latencyMs: number;
}

type RequestVariable = (exchange: Exchange) => string | undefined;
type AnswerVariable = (exchange: Exchange, answer: AnswerFacts) => string | undefined;

/** Variables of the request, which an authorizer's identity source may name too. ("Customize HTTP API access logs") */
const requestVariables = new Map<string, RequestVariable>([
  ['accountId', ({ api }) => api.accountId],
  ['apiId', ({ api }) => api.id],
  ['domainName', domainNameOf],
  ['domainPrefix', domainPrefixOf],
  ['extendedRequestId', ({ requestId }) => requestId],
  ['httpMethod', ({ request }) => request.method],
  ['identity.sourceIp', ({ request }) => request.sourceIp],
  ['identity.userAgent', ({ request }) => request.headers['user-agent']],
  ['path', ({ request }) => request.path],
  ['protocol', ({ request }) => request.protocol],
  ['requestId', ({ requestId }) => requestId],
  ['requestTime', ({ startedAt }) => formatRequestTime(startedAt)],
  ['requestTimeEpoch', ({ startedAt }) => String(startedAt)],
  ['routeKey', ({ routeKey }) => routeKey],
  ['stage', ({ stage }) => stage?.configuration.name],
]);

const integrationStatus: AnswerVariable = ({ integration }) => text(integration?.serviceStatus);
const integrationLatency: AnswerVariable = ({ integration }) => text(integration?.latencyMs);
const integrationRequestId: AnswerVariable = ({ integration }) => integration?.requestId;
const integrationError: AnswerVariable = ({ refusal }) => refusal?.details.integrationError;

const answerVariables = new Map<string, AnswerVariable>([
  ['authorizer.error', ({ refusal }) => refusal?.details.authorizerError],
  ['awsEndpointRequestId', integrationRequestId],
  ['dataProcessed', ({ request }, { responseBytes }) => String(request.body.length + responseBytes)],
  ['error.message', ({ refusal }) => refusal?.callerMessage],
  ['error.messageString', ({ refusal }) => refusal && JSON.stringify(refusal.callerMessage)],
  ['error.responseType', ({ refusal }) => refusal?.responseType],
  ['identity.accountId', ({ authorization }) => callerOf(authorization)?.accountId],
  ['identity.caller', ({ authorization }) => callerOf(authorization)?.userId],
  ['identity.user', ({ authorization }) => callerOf(authorization)?.userId],
  ['identity.userArn', ({ authorization }) => callerOf(authorization)?.arn],
  ['integration.error', integrationError],
  ['integration.integrationStatus', integrationStatus],
  ['integration.latency', integrationLatency],
  ['integration.requestId', integrationRequestId],
  ['integration.status', ({ integration }) => text(integration?.functionStatus)],
  ['integrationErrorMessage', integrationError],
  ['integrationLatency', integrationLatency],
  ['integrationStatus', integrationStatus],
  ['responseLatency', (_exchange, { latencyMs }) => String(latencyMs)],
  ['responseLength', (_exchange, { responseBytes }) => String(responseBytes)],
  ['status', (_exchange, { status }) => String(status)],
]);

/** The reader of a request's variable, or `undefined` for a name that no request has. */
export function requestVariable(name: string): RequestVariable | undefined {
  return requestVariables.get(name);
}

/** All variables of a request that was answered. */
export function contextVariables(exchange: Exchange, answer: AnswerFacts): ContextVariables {
  return (name) => {
    const ofRequest = requestVariables.get(name);
    if (ofRequest) return ofRequest(exchange);
    const ofAnswer = answerVariables.get(name);
    if (ofAnswer) return ofAnswer(exchange, answer);
    return name.startsWith('authorizer.') ? authorizerVariable(exchange.authorization, name.slice(11)) : undefined;
  };
}

const text = (value: number | undefined) => (value === undefined ? undefined : String(value));

const callerOf = (authorization: RouteAuthorization) =>
  authorization.kind === 'AWS_IAM' ? authorization.caller : undefined;

/** `claims.sub` of a token, `principalId` or a key of the context that a Lambda authorizer returned. */
function authorizerVariable(authorization: RouteAuthorization, name: string): string | undefined {
  if (authorization.kind === 'JWT') {
    return name.startsWith('claims.') ? ownValue(authorization.claims, name.slice(7)) : undefined;
  }
  if (authorization.kind !== 'CUSTOM') return undefined;
  if (name === 'principalId') return authorization.principalId;
  return authorization.context ? ownValue(authorization.context, name) : undefined;
}

function ownValue(values: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (!Object.hasOwn(values, name)) return undefined;
  const value = values[name];
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
