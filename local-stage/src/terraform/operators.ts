import { EvaluationError } from './errors.ts';
import type { BinaryOperator, UnaryOperator } from './syntax.ts';
import { isPrimitive, toBoolean, toNumber, typeName, type Value } from './values.ts';

/** Terraform's operators. Source: Terraform's page "Arithmetic and Logical Operators". */
export function applyUnary(operator: UnaryOperator, operand: Value): Value {
  return operator === '!' ? !toBoolean(operand) : exact(-toNumber(operand));
}

const arithmetic = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': divide,
  '%': remainder,
} as const;

const comparisons = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
} as const;

const has = <T extends object>(table: T, key: PropertyKey): key is keyof T => Object.hasOwn(table, key);

export function applyBinary(operator: BinaryOperator, left: Value, right: Value): Value {
  if (operator === '==') return equal(left, right);
  if (operator === '!=') return !equal(left, right);
  if (operator === '&&') return [toBoolean(left), toBoolean(right)].every(Boolean);
  if (operator === '||') return [toBoolean(left), toBoolean(right)].some(Boolean);
  if (has(comparisons, operator)) return comparisons[operator](toNumber(left), toNumber(right));
  return exact(arithmetic[operator](toNumber(left), toNumber(right)));
}

/** Values of different types are not equal; neither is converted. */
function equal(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  if (isPrimitive(left) || isPrimitive(right)) return left === right;
  throw new EvaluationError(
    `a comparison of ${typeName(left)} with ${typeName(right)}, which the local stage does not evaluate. Expected: strings, numbers or booleans, for example length(...)`,
  );
}

function divide(dividend: number, divisor: number): number {
  if (divisor === 0) throw new EvaluationError('a division by zero');
  const quotient = dividend / divisor;
  if (exact(round(quotient) * divisor) !== dividend) {
    throw new EvaluationError(
      `${dividend} / ${divisor} has more digits than the local stage keeps. Expected: at most 15`,
    );
  }
  return quotient;
}

function remainder(dividend: number, divisor: number): number {
  if (divisor === 0) throw new EvaluationError('a division by zero');
  if (!Number.isInteger(dividend) || !Number.isInteger(divisor)) {
    throw new EvaluationError(`${dividend} % ${divisor}, which the local stage evaluates for whole numbers only`);
  }
  return dividend % divisor;
}

const round = (value: number) => Number(value.toPrecision(15));

/** Terraform calculates in decimals of 512 bits: 0.1 + 0.2 is 0.3. */
function exact(value: number): number {
  if (Number.isSafeInteger(value)) return value + 0;
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new EvaluationError(`the number ${value} has more digits than the local stage keeps. Expected: at most 15`);
  }
  return round(value);
}
