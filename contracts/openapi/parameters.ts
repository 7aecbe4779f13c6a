import type { Operation } from '../route-table.ts';
import type { SchemaName } from '../schemas/registry.ts';
import { type JsonObject, OpenApiError } from './document.ts';
import { exampleOf } from './examples.ts';
import { schemaReference } from './schemas.ts';

/** What each parameter of a path or a query is for. */
const descriptions: Readonly<Record<string, string>> = {
  assigneeId: 'Only tasks that are assigned to this user.',
  attachmentId: 'The attachment.',
  commentId: 'The comment.',
  cursor: 'Where the page begins: `nextCursor` of the page before. Opaque, and good for this listing alone.',
  dueFrom: 'Only tasks that are due on this day or later.',
  dueTo: 'Only tasks that are due on this day or earlier.',
  exportId: 'The export.',
  limit: 'Items of a page, 1 to 100.',
  month: 'The month of the messages, in UTC.',
  order: 'What the page is sorted by; a minus is descending.',
  partnerId: 'The partner.',
  projectId: 'The project.',
  status: 'Only tasks of this status.',
  taskId: 'The task.',
  userId: 'The user.',
};

/** What a request carries beside its body: in the path, in the query and in headers. */
export function parametersOf(operation: Operation): readonly JsonObject[] {
  const { pathParameters, queryParameters, idempotency, ifMatch, access } = operation;
  return [
    ...pathParameters.map(({ name, schema }) => parameter(operation, 'path', name, schema, true)),
    ...queryParameters.map(({ name, schema, required }) => parameter(operation, 'query', name, schema, required)),
    ...(idempotency === 'key' ? [idempotencyKey] : []),
    ...(ifMatch ? [ifMatchHeader(ifMatch === 'required')] : []),
    ...(access.kind === 'webhook' ? webhookHeaders : []),
  ];
}

function parameter(
  { operationId }: Operation,
  place: 'path' | 'query',
  name: string,
  schema: SchemaName,
  required: boolean,
): JsonObject {
  const description = descriptions[name];
  if (description === undefined) {
    throw new OpenApiError(
      `the parameter '${name}' of ${operationId} has no description. Expected: one in contracts/openapi/parameters.ts`,
    );
  }
  return { name, in: place, required, description, schema: schemaReference(schema), ...exampleIf(required, schema) };
}

/** Pages that call the API fill examples in: what may be left out is left out there. */
const exampleIf = (required: boolean, schema: SchemaName): JsonObject =>
  required ? { example: exampleOf(schema) } : {};

const header = (name: string, required: boolean, description: string, schema: JsonObject): JsonObject => ({
  name,
  in: 'header',
  required,
  description,
  schema,
});

const idempotencyKey = header(
  'Idempotency-Key',
  false,
  "The caller's name for this attempt. The same key and body get the first answer again; another body is a 422.",
  schemaReference('IdempotencyKey'),
);

const ifMatchHeader = (required: boolean): JsonObject => ({
  ...header(
    'If-Match',
    required,
    'The `ETag` of the version that the change is meant for, or `*` for whatever version there is.',
    schemaReference('IfMatchHeader'),
  ),
  ...exampleIf(required, 'IfMatchHeader'),
});

const webhookHeaders = [
  header('Webhook-Timestamp', true, 'When the request was made, in seconds since the epoch.', {
    type: 'string',
    pattern: '^\\d{1,12}$',
    example: '1801396800',
  }),
  header('Content-Digest', true, 'SHA-256 of the body (RFC 9530).', {
    type: 'string',
    pattern: '^sha-256=:[A-Za-z0-9+/]{43}=:$',
    example: 'sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:',
  }),
];
