import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { openApiDocuments } from '../../contracts/openapi/documents.ts';
import type { SchemaName } from '../../contracts/schemas/registry.ts';

/** A schema of the published OpenAPI documents: JSON Schema 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const components = new Map<string, JsonSchema>(
  openApiDocuments().flatMap(({ document }) =>
    Object.entries(document.components.schemas).map(([name, schema]) => [name, schema as JsonSchema] as const),
  ),
);

const prefix = '#/components/schemas/';

/** @throws {Error} if the documents have no such schema: nothing could be said of what it describes. */
export function publishedSchema(name: string): JsonSchema {
  const schema = components.get(name);
  if (schema === undefined)
    throw new Error(`the OpenAPI documents have no schema '${name}'. Expected: one of their own`);
  return schema;
}

/** The schema itself, where there is a reference to it. */
export function resolved(schema: JsonSchema): JsonSchema {
  const reference = schema['$ref'];
  return typeof reference === 'string' ? resolved(publishedSchema(reference.slice(prefix.length))) : schema;
}

const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { date: true, 'date-time': true, int32: true } });
ajv.addSchema({ $id: 'published', components: { schemas: Object.fromEntries(components) } });
for (const [name, schema] of components) ajv.addSchema(withPublishedReferences(schema) as object, name);

const validators = new Map<string, ValidateFunction>();

/** What of a value breaks the published schema; nothing if it keeps it. Formats are the handlers' to check. */
export function violationsOf(name: SchemaName, value: unknown): readonly string[] {
  const validate = validators.get(name) ?? ajv.getSchema(name);
  if (!validate) throw new Error(`the schema '${name}' was not compiled`);
  validators.set(name, validate as ValidateFunction);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the body'} ${message}`);
}

/** References within a document, as references to schemas by their names. */
function withPublishedReferences(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPublishedReferences);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) =>
      key === '$ref' && typeof inner === 'string'
        ? [key, inner.slice(prefix.length)]
        : [key, withPublishedReferences(inner)],
    ),
  );
}
