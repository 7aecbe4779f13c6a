import * as z from 'zod/mini';
import { type SchemaName, schemas } from '../schemas/registry.ts';

/** A body that breaks one rule of its schema. */
export interface Violation {
  /** Where and which: `/name: maxLength`. */
  readonly rule: string;
  readonly body: unknown;
}

type JsonSchema = Readonly<Record<string, unknown>>;

/** Values that patterns are tried on: one of each form that the schemas know, and some of none. */
const candidates = [
  'smoke',
  'someone@smoke.gatehouse.example',
  '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  '2027-06-30T12:00:00.000Z',
  '2027-06-30',
  '2027-07-01',
  '00000000-0000-4000-8000-000000000000',
  '00000000-0000-4000-8000-000000000001',
  'text/plain',
  '1',
];
const formless = ['  ', '!', ' no form '];

/**
 * A body that keeps its schema, with every property.
 *
 * @param variant another number gives another body, where the schema allows more than one. @default 0
 */
export const exampleOf = (name: SchemaName, variant = 0): unknown => example(jsonSchemaOf(name), name, variant);

/** For each rule of a schema a body that breaks it, and no other where that is possible. */
export function violationsOf(name: SchemaName): readonly Violation[] {
  const schema = jsonSchemaOf(name);
  return violations(schema, '').map(({ rule, value }) => ({ rule, body: value }));
}

/** As the gateway's models state it. */
const jsonSchemaOf = (name: SchemaName): JsonSchema =>
  z.toJSONSchema(schemas[name], { target: 'draft-4', io: 'input' }) as JsonSchema;

function example(schema: JsonSchema, where: string, variant = 0): unknown {
  if (Array.isArray(schema['enum'])) return schema['enum'][variant % schema['enum'].length];
  switch (schema['type']) {
    case 'object':
      return Object.fromEntries(
        propertiesOf(schema).map(([name, inner]) => [name, example(inner, `${where}/${name}`, variant)]),
      );
    case 'array':
      return [example(asSchema(schema['items']), `${where}/items`, variant)];
    case 'string':
      return exampleText(schema, where, variant);
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? schema['maximum'] ?? 1) + variant;
    case 'boolean':
      return true;
    default:
      throw new Error(`${where} has the type ${schema['type']}, of which there is no example; add one here`);
  }
}

function exampleText(schema: JsonSchema, where: string, variant = 0): string {
  const kept = candidates.filter((candidate) => keeps(schema, candidate));
  const found = kept[variant % kept.length];
  if (found === undefined) {
    throw new Error(`${where} has a pattern that no example keeps: ${schema['pattern']}; add one to the candidates`);
  }
  return found;
}

function keeps(schema: JsonSchema, text: string): boolean {
  const { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  if (text.length < Number(minLength) || text.length > Number(maxLength)) return false;
  return typeof pattern !== 'string' || new RegExp(pattern).test(text);
}

/** A value of another type than each; a list for those that are not here. */
const otherTypes: Readonly<Record<string, unknown>> = { string: 42, array: 'no list' };

interface Broken {
  readonly rule: string;
  readonly value: unknown;
}

function violations(schema: JsonSchema, where: string): readonly Broken[] {
  const own = Object.keys(schema).flatMap((rule) =>
    brokenBy(schema, rule, where).map((value) => ({ rule: `${where}: ${rule}`, value })),
  );
  return [...own, ...insideProperties(schema, where), ...insideItems(schema, where)];
}

/** Values that break one rule of a schema. */
function brokenBy(schema: JsonSchema, rule: string, where: string): readonly unknown[] {
  const limit = Number(schema[rule]);
  switch (rule) {
    case 'type':
      return [otherTypes[String(schema['type'])] ?? ['neither']];
    case 'enum':
      return ['none of them'];
    case 'required':
      return listOf(schema['required']).map((name) => {
        const { [name]: _, ...left } = example(schema, where) as Record<string, unknown>;
        return left;
      });
    case 'additionalProperties':
      return schema[rule] === false ? [{ ...(example(schema, where) as object), unexpected: true }] : [];
    case 'minLength':
      return limit > 0 ? [exampleText(schema, where).slice(0, limit - 1)] : [];
    case 'maxLength':
      return [exampleText(schema, where).padEnd(limit + 1, 'a')];
    case 'pattern':
      return formless
        .filter((text) => !keeps(schema, text) && keeps({ ...schema, pattern: undefined }, text))
        .slice(0, 1);
    case 'minimum':
      return [limit - 1];
    case 'maximum':
      return [limit + 1];
    case 'minItems':
      return limit > 0 ? [Array.from({ length: limit - 1 }, () => example(asSchema(schema['items']), where))] : [];
    case 'maxItems':
      return [Array.from({ length: limit + 1 }, () => example(asSchema(schema['items']), where))];
    default:
      return [];
  }
}

function insideProperties(schema: JsonSchema, where: string): readonly Broken[] {
  return propertiesOf(schema).flatMap(([name, inner]) =>
    violations(inner, `${where}/${name}`).map(({ rule, value }) => ({
      rule,
      value: { ...(example(schema, where) as object), [name]: value },
    })),
  );
}

function insideItems(schema: JsonSchema, where: string): readonly Broken[] {
  if (schema['items'] === undefined) return [];
  return violations(asSchema(schema['items']), `${where}/items`).map(({ rule, value }) => ({ rule, value: [value] }));
}

const asSchema = (value: unknown): JsonSchema => value as JsonSchema;

const listOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value : []);

const propertiesOf = (schema: JsonSchema): readonly (readonly [string, JsonSchema])[] =>
  Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
