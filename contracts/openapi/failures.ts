import { type ErrorCode, errors } from '../errors.ts';
import type { Shape } from '../operation-types.ts';
import type { Access, ApiKind, Operation } from '../route-table.ts';
import { headerObject } from './answers.ts';
import { type JsonObject, sortedByName } from './document.ts';
import { gatewayMessage, schemaReference } from './schemas.ts';

/** Messages of the gateway's own by the status that they come with; `5XX` for its failures. */
type GatewayMessages = Readonly<Record<string, readonly string[]>>;

/**
 * The unsuccessful answers of an operation by status: problem documents of its own, and what the
 * gateway answers with before a request reaches it.
 */
export function failuresOf(operation: Operation, kind: ApiKind): Record<string, JsonObject> {
  const codes = Map.groupBy(operation.errors, (code) => String(errors[code].status));
  const messages = messagesOf(operation, kind);
  const statuses = new Set([...codes.keys(), ...Object.keys(messages)]);
  const responses = [...statuses].map((status) => [
    status,
    failure(status, codes.get(status) ?? [], messages[status] ?? []),
  ]);
  return Object.fromEntries(responses);
}

function failure(status: string, codes: readonly ErrorCode[], messages: readonly string[]): JsonObject {
  const content = {
    ...(codes.length > 0 ? { 'application/problem+json': problems(Number(status), codes) } : {}),
    ...(messages.length > 0 ? { 'application/json': gatewayMessages(messages) } : {}),
  };
  return {
    description: [...codes.map((code) => errors[code].title), ...messages.map((message) => `“${message}”`)].join('; '),
    ...(status === '429' ? { headers: { 'Retry-After': headerObject('Retry-After', false) } } : {}),
    content,
  };
}

function problems(status: number, codes: readonly ErrorCode[]): JsonObject {
  const sorted = [...codes].sort();
  return {
    schema: {
      allOf: [
        schemaReference('Problem'),
        {
          type: 'object',
          properties: { status: { const: status }, code: { type: 'string', enum: sorted } },
        },
      ],
    },
    examples: Object.fromEntries(sorted.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
  };
}

function gatewayMessages(messages: readonly string[]): JsonObject {
  return {
    schema: schemaReference(gatewayMessage),
    examples: Object.fromEntries(messages.map((message, index) => [`gateway${index + 1}`, { value: { message } }])),
  };
}

/** One example of a problem document for each code. */
export function problemExamples(codes: Iterable<ErrorCode>): Readonly<Record<string, JsonObject>> {
  const named = [...new Set(codes)].map((code) => [code, { summary: errors[code].title, value: problemExample(code) }]);
  return sortedByName(Object.fromEntries(named) as Record<string, JsonObject>);
}

function problemExample(code: ErrorCode): Shape<'Problem'> {
  const { title, status } = errors[code];
  return {
    type: `urn:gatehouse:error:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    requestId: '2b1c7f0e-9d3a-4c55-8a54-0f6f6a1d2e11',
  };
}

/** "Gateway response types for API Gateway", and what HTTP APIs answer in their place. */
function messagesOf({ access, body }: Operation, kind: ApiKind): GatewayMessages {
  const refused = refusals[access.kind];
  const isRest = kind === 'rest';
  return {
    ...(body && isRest ? { 400: ['Invalid request body'] } : {}),
    ...refused,
    ...(body ? { 413: [isRest ? 'Request Too Long' : 'Request Entity Too Large'] } : {}),
    429: ['Too Many Requests', ...(access.kind === 'partner' ? ['Limit Exceeded'] : [])],
    '5XX': isRest
      ? ['Internal server error', 'Endpoint request timed out']
      : ['Internal Server Error', 'Service Unavailable'],
  };
}

const refusals: Readonly<Record<Access['kind'], GatewayMessages>> = {
  public: {},
  user: { 401: ['Unauthorized'] },
  partner: { 401: ['Unauthorized'], 403: ['Forbidden', 'User is not authorized to access this resource'] },
  jwt: { 401: ['Unauthorized'], 403: ['Forbidden'] },
  iam: { 403: ['Forbidden'] },
  webhook: { 401: ['Unauthorized'], 403: ['Forbidden'] },
};
