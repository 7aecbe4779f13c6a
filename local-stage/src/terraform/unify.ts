import { EvaluationError } from './errors.ts';
import {
  isList,
  isObject,
  isPrimitive,
  type ObjectValue,
  objectOf,
  TerraformSet,
  typeName,
  unifyPrimitives,
  type Value,
} from './values.ts';

/**
 * Gives values one type, as `tolist` does for its elements and a conditional for its branches: a
 * string among them makes strings of numbers and booleans; lists and maps unify part by part.
 *
 * Source: Terraform's pages "Types and Values" and "Conditional Expressions", section "Result Types".
 *
 * @throws {EvaluationError} where Terraform finds no single type.
 */
export function unify(values: readonly Value[]): readonly Value[] {
  const present = values.filter((value) => value !== null);
  const unified = unifyPresent(present);
  let next = 0;
  return values.map((value) => (value === null ? null : (unified[next++] ?? null)));
}

function unifyPresent(values: readonly Value[]): readonly Value[] {
  if (values.every(isPrimitive)) return unifyPrimitives(values);
  if (values.every(isList)) return unifyLists(values);
  if (values.every(isObject)) return unifyObjects(values);
  const sets = values.filter((value) => value instanceof TerraformSet);
  if (sets.length === values.length) return values;
  throw new EvaluationError(
    `values of different types: ${[...new Set(values.map(typeName))].join(', ')}. Expected: one type`,
  );
}

/** Lists of one length unify position by position, others as wholes. */
function unifyLists(lists: readonly (readonly Value[])[]): readonly Value[] {
  const lengths = new Set(lists.map((list) => list.length));
  if (lengths.size > 1)
    return regrouped(
      unify(lists.flat()),
      lists.map((list) => list.length),
    );
  const [length = 0] = lengths;
  const columns = Array.from({ length }, (_, index) => unify(lists.map((list) => list[index] ?? null)));
  return lists.map((_, row) => columns.map((column) => column[row] ?? null));
}

/** Objects of the same attributes unify attribute by attribute, others as maps. */
function unifyObjects(objects: readonly ObjectValue[]): readonly Value[] {
  const keys = objects.map((object) => Object.keys(object).sort());
  const [first = []] = keys;
  if (keys.every((others) => others.join('\n') === first.join('\n'))) {
    const columns = new Map(first.map((key) => [key, unify(objects.map((object) => object[key] ?? null))]));
    return objects.map((_, row) => objectOf(first.map((key) => [key, columns.get(key)?.[row] ?? null])));
  }
  const values = regrouped(
    unify(keys.flatMap((own, row) => own.map((key) => objects[row]?.[key] ?? null))),
    keys.map((own) => own.length),
  );
  return keys.map((own, row) => objectOf(own.map((key, index) => [key, values[row]?.[index] ?? null])));
}

function regrouped(values: readonly Value[], lengths: readonly number[]): readonly (readonly Value[])[] {
  let end = 0;
  return lengths.map((length) => {
    end += length;
    return values.slice(end - length, end);
  });
}
