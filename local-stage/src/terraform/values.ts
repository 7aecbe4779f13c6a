import { EvaluationError } from './errors.ts';

/** A value of the Terraform language. Lists and tuples are arrays, maps and objects are plain objects. */
export type Value = string | number | boolean | null | readonly Value[] | TerraformSet | ObjectValue;

export interface ObjectValue {
  readonly [key: string]: Value;
}

type Primitive = string | number | boolean;

/** A set of primitive values, in the order in which Terraform iterates over it. */
export class TerraformSet {
  readonly elements: readonly Primitive[];

  private constructor(elements: readonly Primitive[]) {
    this.elements = elements;
  }

  /** @throws {EvaluationError} for elements that are no primitives, or of different types. */
  static of(values: readonly Value[]): TerraformSet {
    const primitives = values.map((value) => {
      if (isPrimitive(value)) return value;
      throw new EvaluationError(`a set of ${typeName(value)} values. Expected: strings, numbers or booleans`);
    });
    const elements = unifyPrimitives(primitives);
    return new TerraformSet([...new Set(elements)].sort(compareElements));
  }
}

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

export const isPrimitive = (value: Value): value is Primitive =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

export const isObject = (value: Value): value is ObjectValue =>
  typeof value === 'object' && value !== null && !isList(value) && !(value instanceof TerraformSet);

/** An object whose keys cannot collide with those of JavaScript's own prototype. */
export function objectOf(entries: Iterable<readonly [string, Value]>): ObjectValue {
  const object: Record<string, Value> = Object.create(null);
  for (const [key, value] of entries) object[key] = value;
  return object;
}

/** The entries of an object in Terraform's order: by key. */
export const sortedEntries = (object: ObjectValue): readonly (readonly [string, Value])[] =>
  Object.entries(object).sort(([a], [b]) => compareText(a, b));

/** Orders text by its UTF-8 bytes, as Terraform does; UTF-16 orders the same but for surrogates. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}

const surrogate = /[\ud800-\udfff]/;

function compareElements(a: Primitive, b: Primitive): number {
  return typeof a === 'string' && typeof b === 'string' ? compareText(a, b) : Number(a) - Number(b);
}

export function typeName(value: Value): string {
  if (value === null) return 'null';
  if (isList(value)) return 'list';
  if (value instanceof TerraformSet) return 'set';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** @throws {EvaluationError} unless the value is, or converts to, a string. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return numberText(value);
  throw new EvaluationError(`a string is required, found ${typeName(value)}`);
}

/** Decimal notation without an exponent, as Terraform prints numbers. */
function numberText(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return Object.is(value, -0) ? '0' : text;
  if (Number.isInteger(value)) return BigInt(value).toString();
  const [mantissa = '', exponent = ''] = text.split('e-');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  return `${value < 0 ? '-' : ''}0.${'0'.repeat(Number(exponent) - 1)}${whole}${fraction}`;
}

/** @throws {EvaluationError} unless the value is, or converts to, a number. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return exactNumber(value);
  throw new EvaluationError(`a number is required, found ${describe(value)}`);
}

/**
 * The number that a decimal text names.
 *
 * @throws {EvaluationError} where JavaScript's numbers would lose digits that Terraform keeps.
 */
export function exactNumber(text: string): number {
  const value = Number(text);
  const digits = text.replace(/[eE].*$/, '').replaceAll(/[-.]|^0+/g, '');
  const integer = Number.isInteger(value);
  if (!Number.isFinite(value) || (integer ? !Number.isSafeInteger(value) : digits.replace(/^0+/, '').length > 15)) {
    throw new EvaluationError(`the number ${text} has more digits than the local stage keeps. Expected: at most 15`);
  }
  return value;
}

/** @throws {EvaluationError} unless the value is, or converts to, a boolean. */
export function toBoolean(value: Value): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new EvaluationError(`a bool is required, found ${describe(value)}`);
}

/** The elements of a list, tuple or set. @throws {EvaluationError} for anything else. */
export function toElements(value: Value): readonly Value[] {
  if (isList(value)) return value;
  if (value instanceof TerraformSet) return value.elements;
  throw new EvaluationError(`a list is required, found ${describe(value)}`);
}

/** @throws {EvaluationError} for anything but a map or object. */
export function toObject(value: Value): ObjectValue {
  if (isObject(value)) return value;
  throw new EvaluationError(`a map is required, found ${describe(value)}`);
}

/** A short rendering for messages. */
export function describe(value: Value): string {
  if (typeof value === 'string')
    return `the string ${JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)}`;
  return isPrimitive(value) ? `the ${typeName(value)} ${value}` : typeName(value);
}

/**
 * Gives primitives one type: a string among them makes strings of all.
 *
 * @throws {EvaluationError} for numbers beside booleans.
 */
export function unifyPrimitives(values: readonly Primitive[]): readonly Primitive[] {
  const types = new Set(values.map((value) => typeof value));
  if (types.size < 2) return values;
  if (!types.has('string')) throw new EvaluationError('values of different types: number, bool. Expected: one type');
  return values.map(toText);
}
