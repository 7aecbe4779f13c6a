import { EvaluationError } from './errors.ts';
import { exactNumber, isList, objectOf, sortedEntries, TerraformSet, toText, type Value } from './values.ts';

/**
 * JSON as Terraform's `jsonencode` writes it: keys sorted, no white space, and `<`, `>`, `&`,
 * U+2028 and U+2029 escaped.
 *
 * Source: Terraform's page "jsonencode Function".
 */
export function jsonEncode(value: Value): string {
  return encode(value).replaceAll(/[<>&\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function encode(value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return toText(value);
  if (isList(value)) return `[${value.map(encode).join(',')}]`;
  if (value instanceof TerraformSet) return encode(value.elements);
  const members = sortedEntries(value).map(([key, member]) => `${JSON.stringify(key)}:${encode(member)}`);
  return `{${members.join(',')}}`;
}

/** @throws {EvaluationError} for text that is no JSON. */
export function jsonDecode(text: string): Value {
  try {
    return fromJson(JSON.parse(text));
  } catch (error) {
    throw new EvaluationError(`text that is no JSON (${error instanceof Error ? error.message : error})`);
  }
}

/** A JSON value as a value of the Terraform language. */
export function fromJson(json: unknown): Value {
  if (Array.isArray(json)) return json.map(fromJson);
  if (typeof json === 'object' && json !== null) {
    return objectOf(Object.entries(json).map(([key, member]) => [key, fromJson(member)]));
  }
  if (typeof json === 'number') return exactNumber(String(json));
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json;
  throw new EvaluationError(`a value of type ${typeof json}. Expected: JSON`);
}

/** A value of the Terraform language as JSON: what an output's reader gets. */
export function toJson(value: Value): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof TerraformSet) return value.elements;
  if (isList(value)) return value.map(toJson);
  return Object.fromEntries(sortedEntries(value).map(([key, member]) => [key, toJson(member)]));
}
