import { EvaluationError } from './errors.ts';
import { applyBinary, applyUnary } from './operators.ts';
import type { FunctionTable } from './string-functions.ts';
import type { Expression, ForExpression, Step } from './syntax.ts';
import { unify } from './unify.ts';
import {
  compareText,
  describe,
  isList,
  isObject,
  objectOf,
  sortedEntries,
  TerraformSet,
  toBoolean,
  toElements,
  toNumber,
  toText,
  typeName,
  type Value,
} from './values.ts';

/** What an expression can reach. */
export interface Scope {
  readonly functions: FunctionTable;
  /**
   * The value that a reference's root and the names after it stand for: `aws_sqs_queue` and `jobs`.
   *
   * @returns how many of the names the value's address took.
   * @throws {TerraformError} for a reference to something that is not declared.
   */
  resolve(root: string, names: readonly string[]): Resolved;
  /** Reports what Terraform would report before evaluating, or what the stage never evaluates. */
  refuse(reason: string): never;
}

export interface Resolved {
  readonly value: Value;
  readonly consumed: number;
}

/** @throws {EvaluationError} for an expression whose value cannot be computed. */
export function interpret(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'template':
      return expression.parts.map((part) => interpolated(interpret(part, scope))).join('');
    case 'reference':
      return referenceValue(expression.root, expression.steps, scope);
    case 'access':
      return applySteps(interpret(expression.object, scope), expression.steps, scope);
    case 'call':
      return call(expression, scope);
    case 'list':
      return expression.elements.map((element) => interpret(element, scope));
    case 'object':
      return objectOf(
        expression.entries.map(([key, value]) => [keyText(interpret(key, scope)), interpret(value, scope)]),
      );
    case 'unary':
      return applyUnary(expression.operator, interpret(expression.operand, scope));
    case 'binary':
      return applyBinary(expression.operator, interpret(expression.left, scope), interpret(expression.right, scope));
    case 'conditional':
      return conditional(expression, scope);
    case 'for':
      return comprehension(expression, scope);
  }
}

function interpolated(value: Value): string {
  if (value === null) throw new EvaluationError('a null value within a string. Expected: a string, number or bool');
  return toText(value);
}

function keyText(value: Value): string {
  if (value === null) throw new EvaluationError('a null value as key of an object. Expected: a string');
  return toText(value);
}

function referenceValue(root: string, steps: readonly Step[], scope: Scope): Value {
  const names: string[] = [];
  for (const step of steps) {
    if (step.kind !== 'attribute') break;
    names.push(step.name);
  }
  const { value, consumed } = scope.resolve(root, names);
  return applySteps(value, steps.slice(consumed), scope);
}

function applySteps(start: Value, steps: readonly Step[], scope: Scope): Value {
  let value = start;
  for (const step of steps) {
    if (step.kind === 'attribute') value = attributeOf(value, step.name);
    else if (step.kind === 'index') value = indexOf(value, interpret(step.key, scope));
    else value = splatElements(value).map((element) => applySteps(element, step.rest, scope));
  }
  return value;
}

function attributeOf(value: Value, name: string): Value {
  if (!isObject(value)) throw new EvaluationError(`no attribute '${name}' in ${describe(value)}`);
  const found = value[name];
  if (found === undefined) {
    throw new EvaluationError(`no attribute '${name}'. Known here: ${Object.keys(value).sort().join(', ')}`);
  }
  return found;
}

function indexOf(value: Value, key: Value): Value {
  if (isObject(value)) return attributeOf(value, keyText(key));
  if (!isList(value)) throw new EvaluationError(`an index into ${describe(value)}. Expected: a list or map`);
  const found = value[toNumber(key)];
  if (found === undefined) throw new EvaluationError(`no element ${describe(key)} in a list of ${value.length}`);
  return found;
}

/** A splat takes a single value for a list of one, and null for an empty one. */
function splatElements(value: Value): readonly Value[] {
  if (value === null) return [];
  return isList(value) || value instanceof TerraformSet ? toElements(value) : [value];
}

function call({ name, args, expandsLast }: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
  if (name === 'try') return firstThatWorks(args, scope);
  if (name === 'can') return works(args, scope);
  const called = Object.hasOwn(scope.functions, name) ? scope.functions[name] : undefined;
  if (!called) return scope.refuse(`calls the function '${name}', which the local stage does not know`);
  const values = args.map((arg) => interpret(arg, scope));
  const given = expandsLast ? [...values.slice(0, -1), ...toElements(values.at(-1) ?? null)] : values;
  const [minimum, maximum] = called.arity;
  if (given.length < minimum || given.length > maximum) {
    const expected =
      minimum === maximum ? `${minimum}` : `${minimum} to ${maximum === Infinity ? 'any number' : maximum}`;
    throw new EvaluationError(`${name}: ${given.length} arguments. Expected: ${expected}`);
  }
  return inFunction(name, () => called.call(...given));
}

function inFunction(name: string, compute: () => Value): Value {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof EvaluationError) || error.message.startsWith(`${name}: `)) throw error;
    throw new EvaluationError(`${name}: ${error.message}`);
  }
}

function firstThatWorks(args: readonly Expression[], scope: Scope): Value {
  const failures: string[] = [];
  for (const arg of args) {
    const outcome = attempt(arg, scope);
    if ('value' in outcome) return outcome.value;
    failures.push(outcome.failure);
  }
  throw new EvaluationError(`try: no expression succeeded (${failures.join('; ')})`);
}

function works(args: readonly Expression[], scope: Scope): boolean {
  return args.every((arg) => 'value' in attempt(arg, scope));
}

function attempt(expression: Expression, scope: Scope): { value: Value } | { failure: string } {
  try {
    return { value: interpret(expression, scope) };
  } catch (error) {
    if (error instanceof EvaluationError) return { failure: error.message };
    throw error;
  }
}

function conditional(expression: Extract<Expression, { kind: 'conditional' }>, scope: Scope): Value {
  const condition = toBoolean(interpret(expression.condition, scope));
  const taken = interpret(condition ? expression.whenTrue : expression.whenFalse, scope);
  // Evaluated too, since its type has a say in the result's and its references order the graph.
  const other = attempt(condition ? expression.whenFalse : expression.whenTrue, scope);
  return 'value' in other ? branchOf(taken, other.value) : taken;
}

function branchOf(taken: Value, other: Value): Value {
  // A set stays one beside a list, which would become one.
  if (taken instanceof TerraformSet && isList(other)) return taken;
  if (isList(taken) && other instanceof TerraformSet) return TerraformSet.of(taken);
  return unify([taken, other])[0] ?? null;
}

function comprehension(expression: ForExpression, scope: Scope): Value {
  const results: [key: string, value: Value][] = [];
  for (const [key, value] of iterationsOf(interpret(expression.collection, scope))) {
    const inner = scopeWith(scope, expression, key, value);
    if (expression.condition && !toBoolean(interpret(expression.condition, inner))) continue;
    const resultKey = expression.key ? keyText(interpret(expression.key, inner)) : '';
    results.push([resultKey, interpret(expression.value, inner)]);
  }
  if (!expression.key) return results.map(([, value]) => value);
  return expression.groups ? grouped(results) : objectOf(withoutRepeats(results));
}

function iterationsOf(collection: Value): readonly (readonly [key: Value, value: Value])[] {
  if (isObject(collection)) return sortedEntries(collection);
  if (isList(collection)) return collection.map((value, index) => [index, value]);
  if (collection instanceof TerraformSet) return collection.elements.map((value) => [value, value]);
  throw new EvaluationError(`a for expression over ${typeName(collection)}. Expected: a list, set or map`);
}

function scopeWith(outer: Scope, { keyName, valueName }: ForExpression, key: Value, value: Value): Scope {
  return {
    functions: outer.functions,
    refuse: (reason) => outer.refuse(reason),
    resolve(root, names) {
      if (root === valueName) return { value, consumed: 0 };
      return root === keyName ? { value: key, consumed: 0 } : outer.resolve(root, names);
    },
  };
}

function withoutRepeats(results: readonly [string, Value][]): readonly [string, Value][] {
  const keys = new Set<string>();
  for (const [key] of results) {
    if (keys.has(key))
      throw new EvaluationError(
        `two results with the key ${JSON.stringify(key)}. Expected: one each, or '...' to group them`,
      );
    keys.add(key);
  }
  return results;
}

function grouped(results: readonly [string, Value][]): Value {
  const groups = new Map<string, Value[]>();
  for (const [key, value] of results) groups.set(key, [...(groups.get(key) ?? []), value]);
  return objectOf([...groups].sort(([a], [b]) => compareText(a, b)));
}
