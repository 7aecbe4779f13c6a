import * as z from 'zod/mini';

/** The keywords of JSON schema draft 4, all that an API Gateway model may use ("Data models for REST APIs"). */
const draft4Keywords = new Set([
  ...['$schema', 'type', 'enum', 'title', 'description', 'default', 'format'],
  ...['multipleOf', 'minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'],
  ...['minLength', 'maxLength', 'pattern'],
  ...['items', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems'],
  ...['properties', 'additionalProperties', 'required', 'minProperties', 'maxProperties', 'patternProperties'],
  ...['allOf', 'anyOf', 'oneOf', 'not'],
]);

/** A schema that no API Gateway model can state. The message names the schema and the keyword. */
export class RequestModelError extends Error {
  override readonly name = 'RequestModelError';
}

/**
 * The draft-4 schema of a request body, as an API Gateway model takes it.
 *
 * @param name what messages call the schema.
 * @throws {RequestModelError} if the schema needs a keyword that draft 4 lacks.
 */
export function requestModelSchema(name: string, body: z.core.$ZodType): string {
  const schema = z.toJSONSchema(body, { target: 'draft-4', io: 'input' });
  checkKeywords(name, schema);
  return JSON.stringify(schema);
}

function checkKeywords(name: string, schema: object): void {
  for (const [keyword, value] of Object.entries(schema)) {
    if (!draft4Keywords.has(keyword)) {
      throw new RequestModelError(
        `the schema '${name}' has the keyword '${keyword}', which API Gateway's draft 4 lacks. Expected: a schema without it, and the rule in the handler`,
      );
    }
    for (const part of subschemas(keyword, value)) checkKeywords(name, part);
  }
}

function subschemas(keyword: string, value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null) return [];
  if (keyword === 'properties' || keyword === 'patternProperties') return Object.values(value);
  if (Array.isArray(value)) return value.filter((part) => typeof part === 'object' && part !== null);
  return keyword === 'items' || keyword === 'additionalProperties' || keyword === 'not' ? [value] : [];
}
