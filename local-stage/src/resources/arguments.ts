import { EvaluationError } from '../terraform/errors.ts';
import {
  describe,
  isList,
  isObject,
  type ObjectValue,
  TerraformSet,
  toBoolean,
  toElements,
  toNumber,
  toObject,
  toText,
  type Value,
} from '../terraform/values.ts';

/**
 * How a resource type declares the arguments that it knows. What is declared is read, converted as
 * Terraform converts, and typed; anything else in a block is refused.
 */
interface Argument<T> {
  /** @throws {EvaluationError} saying what was found and what was expected. */
  readonly read: (value: Value) => T;
  readonly required: boolean;
  /** Whether the value never reaches the state. */
  readonly writeOnly: boolean;
}

export type ArgumentSchema = Readonly<Record<string, Argument<unknown>>>;

export type ArgumentsOf<S extends ArgumentSchema> = {
  readonly [K in keyof S]: S[K] extends Argument<infer T> ? T : never;
};

export const text: Argument<string> = required(toText);
export const number: Argument<number> = required(toNumber);
export const bool: Argument<boolean> = required(toBoolean);
/** A string that holds a JSON document. */
export const json: Argument<string> = required((value) => {
  const found = toText(value);
  try {
    JSON.parse(found);
    return found;
  } catch {
    throw new EvaluationError(`${describe(value)} is no JSON. Expected: a JSON document, for example from jsonencode`);
  }
});
/** A list or set of strings. */
export const texts: Argument<readonly string[]> = required((value) => toElements(value).map(toText));
/** A map of strings. */
export const textMap: Argument<Readonly<Record<string, string>>> = required((value) => mapValues(value, toText));
export const boolMap: Argument<Readonly<Record<string, boolean>>> = required((value) => mapValues(value, toBoolean));

/** One of a few words. */
export function oneOf<const W extends string>(...words: readonly W[]): Argument<W> {
  return required((value) => {
    const found = toText(value);
    const word = words.find((candidate) => candidate === found);
    if (word === undefined)
      throw new EvaluationError(
        `${describe(value)}. Expected${words.length > 1 ? ' one of' : ''}: ${words.join(', ')}`,
      );
    return word;
  });
}

/** A whole number within limits, both included. */
export function wholeNumber(minimum: number, maximum: number): Argument<number> {
  return required((value) => {
    const found = toNumber(value);
    if (!Number.isInteger(found) || found < minimum || found > maximum) {
      throw new EvaluationError(`${describe(value)}. Expected: a whole number from ${minimum} to ${maximum}`);
    }
    return found;
  });
}

/** A name that must match a pattern. */
export function matching(pattern: RegExp, expectation: string): Argument<string> {
  return required((value) => {
    const found = toText(value);
    if (!pattern.test(found)) throw new EvaluationError(`${describe(value)}. Expected: ${expectation}`);
    return found;
  });
}

/** An argument that may be left out. @default null, as references to it see it */
export function optional<T>(argument: Argument<T>): Argument<T | null>;
export function optional<T, D extends T>(argument: Argument<T>, otherwise: D): Argument<T>;
export function optional<T>(argument: Argument<T>, otherwise: T | null = null): Argument<T | null> {
  return { ...argument, read: (value) => (value === null ? otherwise : argument.read(value)), required: false };
}

/** An argument whose value Terraform sends without keeping it; an ephemeral value may stand there. */
export const writeOnly = <T>(argument: Argument<T>): Argument<T> => ({ ...argument, writeOnly: true });

/** An argument that Terraform knows and the local stage cannot honour: only its absence, or `harmless`, will do. */
export function refused(because: string, ...harmless: readonly Value[]): Argument<Value> {
  const isHarmless = (value: Value) =>
    value === null || harmless.includes(value) || (typeof value === 'object' && sizeOf(value) === 0);
  return {
    read: (value) => {
      if (isHarmless(value)) return value;
      throw new EvaluationError(`${because}. Expected: no such argument`);
    },
    required: false,
    writeOnly: false,
  };
}

/** An argument that makes no difference on localhost, such as a description. */
export const inert: Argument<Value> = { read: (value) => value, required: false, writeOnly: false };

/** Nested blocks. Terraform's JSON takes one object or a list of them; references always see a list. */
export function blocks<S extends ArgumentSchema>(
  schema: S,
  limits: { minimum?: number; maximum?: number } = {},
): Argument<readonly ArgumentsOf<S>[]> {
  const { minimum = 0, maximum = Infinity } = limits;
  return {
    read: (value) => {
      const bodies = isObject(value) ? [value] : value === null ? [] : toElements(value);
      if (bodies.length < minimum || bodies.length > maximum) {
        throw new EvaluationError(
          `${bodies.length} blocks. Expected: ${minimum === maximum ? minimum : `${minimum} to ${maximum}`}`,
        );
      }
      return bodies.map((body) => readArguments(schema, toObject(body)));
    },
    required: minimum > 0,
    writeOnly: false,
  };
}

/** Nested blocks of which there may be one. */
export const block = <S extends ArgumentSchema>(schema: S) => blocks(schema, { maximum: 1 });

/**
 * Reads the arguments of a block.
 *
 * @throws {EvaluationError} naming the argument: unknown, missing, or of a value that is refused.
 */
export function readArguments<S extends ArgumentSchema>(schema: S, body: ObjectValue): ArgumentsOf<S> {
  for (const name of Object.keys(body)) {
    if (name !== '//' && !Object.hasOwn(schema, name)) {
      throw new EvaluationError(
        `the argument '${name}', which the local stage does not know here. Known: ${Object.keys(schema).join(', ')}`,
      );
    }
  }
  const entries = Object.entries(schema).map(([name, argument]) => [
    name,
    readArgument(name, argument, body[name] ?? null),
  ]);
  return Object.fromEntries(entries);
}

function readArgument(name: string, argument: Argument<unknown>, value: Value): unknown {
  if (value === null && argument.required) throw new EvaluationError(`no argument '${name}', which is required`);
  try {
    return argument.read(value);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new EvaluationError(`argument '${name}': ${error.message}`);
  }
}

function required<T>(read: (value: Value) => T): Argument<T> {
  return { read, required: true, writeOnly: false };
}

function mapValues<T>(value: Value, convert: (value: Value) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(toObject(value)).map(([key, member]) => [key, convert(member)]));
}

function sizeOf(value: readonly Value[] | TerraformSet | ObjectValue): number {
  if (isList(value)) return value.length;
  return value instanceof TerraformSet ? value.elements.length : Object.keys(value).length;
}

/** The tags of a resource, which make no difference on localhost. */
export const tagged = { tags: optional(textMap), tags_all: optional(textMap) } as const;
