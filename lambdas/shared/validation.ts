import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import type { Shape } from '../../contracts/operation-types.ts';
import type { Operation } from '../../contracts/route-table.ts';
import { type SchemaName, schemas } from '../../contracts/schemas/registry.ts';
import { isTooDeep, mostLevels } from './json-depth.ts';
import { Problem } from './problem.ts';

z.config(en());

/** Parameters as the gateway passes them; absent ones are absent. */
export type RawParameters = Readonly<Record<string, string | undefined>>;

/**
 * @throws {Problem} INVALID_JSON if the bytes are no JSON in UTF-8 or nest too deep; VALIDATION_FAILED naming every
 *   place that breaks the schema.
 */
export function parseBody(schema: SchemaName, bytes: Uint8Array): unknown {
  const parsed = z.safeParse(schemas[schema], parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new Problem('VALIDATION_FAILED', {
    errors: parsed.error.issues.map((issue) => ({ at: pointer(issue.path), detail: issue.message })),
  });
}

/** @throws {Problem} INVALID_PARAMETER naming every path parameter that breaks its schema. */
export function parsePathParameters(operation: Operation, raw: RawParameters): Record<string, unknown> {
  return parseParameters(
    operation.pathParameters.map((parameter) => ({ ...parameter, required: true })),
    raw,
  );
}

/** @throws {Problem} INVALID_PARAMETER naming every query parameter that is missing or breaks its schema. */
export function parseQueryParameters(operation: Operation, raw: RawParameters): Record<string, unknown> {
  return parseParameters(operation.queryParameters, raw);
}

/** @throws {Problem} INVALID_PARAMETER if the header's value breaks the schema. */
export function parseHeader<S extends SchemaName>(schema: S, name: string, value: string): Shape<S> {
  const parsed = z.safeParse(schemas[schema], value);
  if (parsed.success) return parsed.data as Shape<S>;
  throw new Problem('INVALID_PARAMETER', { errors: [{ at: name, detail: messageOf(parsed.error) }] });
}

function parseParameters(
  parameters: readonly { readonly name: string; readonly schema: SchemaName; readonly required: boolean }[],
  raw: RawParameters,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const wrong: { at: string; detail: string }[] = [];
  for (const { name, schema, required } of parameters) {
    const value = raw[name];
    if (value === undefined) {
      if (required) wrong.push({ at: name, detail: 'is required' });
      continue;
    }
    const parsed = z.safeParse(schemas[schema], value);
    if (parsed.success) values[name] = parsed.data;
    else wrong.push({ at: name, detail: messageOf(parsed.error) });
  }
  if (wrong.length > 0) throw new Problem('INVALID_PARAMETER', { errors: wrong });
  return values;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (isTooDeep(text)) throw new SyntaxError('too deep');
    return JSON.parse(text, loneSurrogate.test(text) ? refuseLoneSurrogates : undefined);
  } catch {
    const detail = `Expected: a JSON document in UTF-8 as the body, at most ${mostLevels} levels deep`;
    throw new Problem('INVALID_JSON', { detail });
  }
}

/** An escape that JSON's grammar allows alone; half a character, which nothing can store or sign. */
const loneSurrogate = /\\u[dD][89a-fA-F]/;

function refuseLoneSurrogates(name: string, value: unknown): unknown {
  if (!name.isWellFormed() || (typeof value === 'string' && !value.isWellFormed())) {
    throw new SyntaxError('a lone surrogate');
  }
  return value;
}

const messageOf = (error: z.core.$ZodError) => error.issues.map((issue) => issue.message).join('; ');

/** RFC 6901; the empty pointer is the whole body. */
const pointer = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
