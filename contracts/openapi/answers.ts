import type { Operation } from '../route-table.ts';
import { type JsonObject, OpenApiError } from './document.ts';
import { exampleOf } from './examples.ts';
import { schemaReference } from './schemas.ts';

/** What a successful status says by itself. */
const meanings: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Created.',
  202: 'Accepted: the work goes on after this answer.',
  204: 'Done. The answer has no body.',
};

const headers: Readonly<Record<string, JsonObject>> = {
  ETag: {
    description: 'The version of what the answer shows; `If-Match` takes it.',
    schema: { type: 'string', maxLength: 128 },
    example: '"7"',
  },
  Location: {
    description: 'Where what was created is.',
    schema: { type: 'string', format: 'uri-reference', maxLength: 2048 },
    example: '/projects/01JDZ8N4XW7QK2M5R9T3V6Y8BC',
  },
  'Retry-After': {
    description: 'Seconds to wait before the next request.',
    schema: { type: 'integer', format: 'int32', minimum: 0, maximum: 86_400 },
    example: 1,
  },
};

/** @throws {OpenApiError} for a header that nobody has described. */
export function headerObject(name: string, required: boolean): JsonObject {
  const described = headers[name];
  if (!described) {
    throw new OpenApiError(
      `the header '${name}' has no description. Expected: one in contracts/openapi/answers.ts, which has ${Object.keys(headers).join(', ')}`,
    );
  }
  return { ...described, required };
}

/** The successful answers of an operation, by status. */
export function answersOf({ answers }: Operation): Record<string, JsonObject> {
  const responses = answers.map(({ status, schema, ...named }) => {
    const described = [
      ...named.headers.map((name) => [name, headerObject(name, true)] as const),
      ...named.optionalHeaders.map((name) => [name, headerObject(name, false)] as const),
    ];
    const response = {
      description: meanings[status] ?? 'Done.',
      ...(described.length > 0 ? { headers: Object.fromEntries(described) } : {}),
      ...(schema === undefined
        ? {}
        : { content: { 'application/json': { schema: schemaReference(schema), example: exampleOf(schema) } } }),
    };
    return [String(status), response];
  });
  return Object.fromEntries(responses);
}
