import * as z from 'zod/mini';
import { type SchemaName, schemas } from '../schemas/registry.ts';
import { type JsonObject, type JsonValue, OpenApiError, sortedByName } from './document.ts';

const prefix = '#/components/schemas/';

/** A reference to a component. */
export const schemaReference = (name: string): JsonObject => ({ $ref: `${prefix}${name}` });

/** What the gateway answers with by itself, which is no problem document. */
export const gatewayMessage = 'GatewayMessage';

const ofTheGateway: Readonly<Record<string, JsonObject>> = {
  [gatewayMessage]: {
    description: 'What the gateway answers with by itself, before a request reaches the API.',
    type: 'object',
    properties: { message: { type: 'string', maxLength: 1024 } },
    required: ['message'],
  },
};

/**
 * The schemas that `parts` refer to, with those that they refer to themselves.
 *
 * @throws {OpenApiError} for a reference to none.
 */
export function referredSchemas(parts: JsonValue): Readonly<Record<string, JsonObject>> {
  const all = allSchemas();
  const found: Record<string, JsonObject> = {};
  const visit = (value: JsonValue): void => {
    for (const name of referencesIn(value)) {
      if (Object.hasOwn(found, name)) continue;
      const schema = all[name];
      if (!schema) throw new OpenApiError(`the document refers to the schema '${name}'. Expected: one of the registry`);
      found[name] = schema;
      visit(schema);
    }
  };
  visit(parts);
  return sortedByName(found);
}

/** Every schema of the registry in JSON schema 2020-12, referring to others by name. */
function allSchemas(): Readonly<Record<string, JsonObject>> {
  const registry = z.registry<{ id: string }>();
  for (const name of Object.keys(schemas) as SchemaName[]) registry.add(schemas[name], { id: name });
  const { schemas: written } = z.toJSONSchema(registry, {
    target: 'draft-2020-12',
    uri: (name) => `${prefix}${name}`,
  });
  const components = Object.entries(written).map(([name, schema]) => [name, withoutIdentity(schema as JsonObject)]);
  return { ...(Object.fromEntries(components) as Record<string, JsonObject>), ...ofTheGateway };
}

/** A component is known by its place: an identifier of its own would change what references in it mean. */
function withoutIdentity({ $id: _id, $schema: _schema, ...schema }: JsonObject): JsonObject {
  return schema;
}

function* referencesIn(value: JsonValue): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (key === '$ref' && typeof part === 'string' && part.startsWith(prefix)) yield part.slice(prefix.length);
    else yield* referencesIn(part);
  }
}
