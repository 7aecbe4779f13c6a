import { EvaluationError } from './errors.ts';
import type { FunctionTable } from './string-functions.ts';
import { unify } from './unify.ts';
import {
  compareText,
  describe,
  isList,
  isObject,
  isPrimitive,
  type ObjectValue,
  objectOf,
  sortedEntries,
  TerraformSet,
  toBoolean,
  toElements,
  toNumber,
  toObject,
  toText,
  type Value,
} from './values.ts';

/** Terraform's functions on lists, sets and maps, and the type conversions. Source: Terraform's page "Built-in Functions". */
export const collectionFunctions = {
  coalesce: {
    arity: [1, Infinity],
    call: (...values) => firstOf('coalesce', unify(values), (value) => value !== null && value !== ''),
  },
  coalescelist: {
    arity: [1, Infinity],
    call: (...lists) => firstOf('coalescelist', lists, (list) => list !== null && toElements(list).length > 0),
  },
  compact: { arity: [1, 1], call: (list) => toElements(list).filter((value) => value !== null && value !== '') },
  concat: { arity: [1, Infinity], call: (...lists) => lists.flatMap(listArgument) },
  contains: { arity: [2, 2], call: (list, value) => contains(toElements(list), value) },
  distinct: { arity: [1, 1], call: (list) => distinct(unify(toElements(list))) },
  element: { arity: [2, 2], call: (list, index) => elementAt(listArgument(list), toNumber(index)) },
  flatten: { arity: [1, 1], call: (list) => flatten(toElements(list)) },
  keys: { arity: [1, 1], call: (map) => sortedEntries(toObject(map)).map(([key]) => key) },
  length: { arity: [1, 1], call: (value) => lengthOf(value) },
  lookup: { arity: [2, 3], call: (map, key, ...fallback) => lookup(toObject(map), toText(key), fallback) },
  max: { arity: [1, Infinity], call: (...values) => Math.max(...values.map(toNumber)) },
  merge: {
    arity: [0, Infinity],
    call: (...maps) => objectOf(maps.flatMap((map) => (map === null ? [] : Object.entries(toObject(map))))),
  },
  min: { arity: [1, Infinity], call: (...values) => Math.min(...values.map(toNumber)) },
  one: { arity: [1, 1], call: (list) => onlyElement(toElements(list)) },
  range: { arity: [1, 3], call: (...limits) => range(limits.map(toNumber)) },
  reverse: { arity: [1, 1], call: (list) => toElements(list).toReversed() },
  slice: { arity: [3, 3], call: (list, start, end) => slice(listArgument(list), toNumber(start), toNumber(end)) },
  sort: { arity: [1, 1], call: (list) => toElements(list).map(toText).sort(compareText) },
  tobool: { arity: [1, 1], call: (value) => (value === null ? null : toBoolean(value)) },
  tolist: { arity: [1, 1], call: (value) => (value === null ? null : unify(toElements(value))) },
  tomap: { arity: [1, 1], call: (value) => (value === null ? null : mapOf(toObject(value))) },
  tonumber: { arity: [1, 1], call: (value) => (value === null ? null : toNumber(textOrNumber(value))) },
  toset: { arity: [1, 1], call: (value) => (value === null ? null : TerraformSet.of(toElements(value))) },
  tostring: { arity: [1, 1], call: (value) => (value === null ? null : toText(value)) },
  values: { arity: [1, 1], call: (map) => sortedEntries(toObject(map)).map(([, value]) => value) },
  zipmap: { arity: [2, 2], call: (keys, values) => zipMap(listArgument(keys).map(toText), listArgument(values)) },
} as const satisfies FunctionTable;

function listArgument(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new EvaluationError(`a list is required, found ${describe(value)}`);
}

function firstOf(name: string, values: readonly Value[], accepts: (value: Value) => boolean): Value {
  const found = values.find(accepts);
  if (found === undefined) throw new EvaluationError(`${name}: no argument that is neither null nor empty`);
  return found;
}

function elementAt(list: readonly Value[], index: number): Value {
  if (list.length === 0) throw new EvaluationError('element: an empty list');
  const found = list[index % list.length];
  if (found === undefined) throw new EvaluationError(`element: the index ${index}. Expected: a whole number from 0`);
  return found;
}

function contains(list: readonly Value[], value: Value): boolean {
  return list.map(comparable).includes(comparable(value));
}

const distinct = (list: readonly Value[]): readonly Value[] => [...new Set(list.map(comparable))];

function comparable(value: Value): Value {
  if (value === null || isPrimitive(value)) return value;
  throw new EvaluationError(
    `a comparison of ${describe(value)} values, which the local stage does not evaluate. Expected: strings, numbers or booleans`,
  );
}

const flatten = (values: readonly Value[]): readonly Value[] =>
  values.flatMap((value) => (isList(value) || value instanceof TerraformSet ? flatten(toElements(value)) : [value]));

function lengthOf(value: Value): number {
  if (typeof value === 'string') return [...new Intl.Segmenter().segment(value)].length;
  return isObject(value) ? Object.keys(value).length : toElements(value).length;
}

function lookup(map: ObjectValue, key: string, fallback: readonly Value[]): Value {
  const found = Object.hasOwn(map, key) ? map[key] : fallback[0];
  if (found === undefined) throw new EvaluationError(`lookup: no key ${JSON.stringify(key)}, and no default`);
  return found;
}

function onlyElement(list: readonly Value[]): Value {
  if (list.length > 1) throw new EvaluationError(`one: ${list.length} elements. Expected: at most one`);
  return list[0] ?? null;
}

/** Most elements that `range` gives. Source: Terraform's page "range Function". */
const longestRange = 1024;

function range(limits: readonly number[]): readonly number[] {
  const [start, end] = limits.length === 1 ? [0, limits[0] ?? 0] : [limits[0] ?? 0, limits[1] ?? 0];
  const step = limits[2] ?? (end < start ? -1 : 1);
  const count = step === 0 ? Number.NaN : Math.max(0, Math.ceil((end - start) / step));
  if (!(count <= longestRange))
    throw new EvaluationError(`range: ${start} to ${end} by ${step}. Expected: at most ${longestRange} numbers`);
  return Array.from({ length: count }, (_, index) => start + index * step);
}

function slice(list: readonly Value[], start: number, end: number): readonly Value[] {
  if (start < 0 || start > end || end > list.length) {
    throw new EvaluationError(
      `slice: ${start} to ${end} of a list of ${list.length}. Expected: 0 <= start <= end <= length`,
    );
  }
  return list.slice(start, end);
}

function mapOf(map: ObjectValue): ObjectValue {
  const keys = Object.keys(map);
  const values = unify(Object.values(map));
  return objectOf(keys.map((key, index) => [key, values[index] ?? null]));
}

function textOrNumber(value: Value): Value {
  if (typeof value === 'boolean') throw new EvaluationError('a number is required, found a bool');
  return value;
}

function zipMap(keys: readonly string[], values: readonly Value[]): ObjectValue {
  if (keys.length !== values.length)
    throw new EvaluationError(`zipmap: ${keys.length} keys and ${values.length} values`);
  return objectOf(keys.map((key, index) => [key, values[index] ?? null]));
}
