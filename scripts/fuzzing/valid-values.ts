import fc from 'fast-check';
import type { SchemaName } from '../../contracts/schemas/registry.ts';
import { type JsonSchema, publishedSchema, resolved } from './json-schema.ts';

/** Values that keep a schema of the published documents, made from the schema alone. */

/** Text that no log may ever show; part of what the callers of a run write. */
export const canary = 'Zq7Canary';

export const validValue = (name: SchemaName): fc.Arbitrary<unknown> => schemaValue(publishedSchema(name), name);

function schemaValue(given: JsonSchema, where: string): fc.Arbitrary<unknown> {
  const schema = resolved(given);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum']);
  if ('const' in schema) return fc.constant(schema['const']);
  switch (schema['type']) {
    case 'object':
      return objectOf(schema, where);
    case 'array':
      return fc.array(schemaValue(asSchema(schema['items']), `${where}/items`), {
        maxLength: Math.min(Number(schema['maxItems'] ?? 5), 10),
      });
    case 'string':
      return textOf(schema);
    case 'integer':
    case 'number':
      return fc.integer({ min: Number(schema['minimum'] ?? -1e6), max: Number(schema['maximum'] ?? 1e6) });
    case 'boolean':
      return fc.boolean();
    case undefined:
      return anyJson;
    default:
      throw new Error(`${where} has the type ${schema['type']}, of which there is no value yet; add one here`);
  }
}

const asSchema = (value: unknown) => value as JsonSchema;

function objectOf(schema: JsonSchema, where: string): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  if (properties.length === 0) return fc.dictionary(fc.string({ maxLength: 20 }), anyJson, { maxKeys: 5 });
  const required = Array.isArray(schema['required']) ? (schema['required'] as string[]) : [];
  const values = Object.fromEntries(properties.map(([name, inner]) => [name, schemaValue(inner, `${where}/${name}`)]));
  return fc.record(values, { requiredKeys: required, noNullPrototype: true });
}

/** JSON of any shape, not deep: what is deep is a fault of its own. */
export const anyJson = fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' });

function textOf(schema: JsonSchema): fc.Arbitrary<string> {
  const { format, pattern } = schema;
  const minLength = Number(schema['minLength'] ?? 0);
  const maxLength = Number(schema['maxLength'] ?? 200);
  if (format === 'date') return dates;
  if (format === 'date-time') return moments;
  const isKept = (text: string) => {
    const length = [...text].length;
    return length >= minLength && length <= maxLength && text.isWellFormed() && matches(pattern, text);
  };
  if (typeof pattern === 'string' && !isOfText(pattern)) return fc.stringMatching(new RegExp(pattern)).filter(isKept);
  const plain = fc.constantFrom(
    `${canary} of a few words`,
    'Ünïcödé ☃ 😀',
    'a'.repeat(maxLength),
    '😀'.repeat(maxLength),
    '=1+1',
    `"quoted" \\ /`,
    "it's; DROP TABLE",
    '${jndi:x} {{7*7}} %s %00',
  );
  const any = fc.string({ unit: 'grapheme', minLength: Math.max(minLength, 1), maxLength: Math.min(maxLength, 80) });
  return fc.oneof(plain, any).filter(isKept);
}

const matches = (pattern: unknown, text: string) => typeof pattern !== 'string' || new RegExp(pattern, 'u').test(text);

/** Whether a pattern is one that most texts keep. */
const isOfText = (pattern: string) => matches(pattern, 'Plain words');

const dates = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

const moments = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .chain((date) => fc.constantFrom(date.toISOString(), `${date.toISOString().slice(0, 19)}+02:00`));
