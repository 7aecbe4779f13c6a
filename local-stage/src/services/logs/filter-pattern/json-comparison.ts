/** Whether the value that a selector found fulfils a condition. */
export type Condition = (value: unknown) => boolean;

export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=';

/** What stands right of a comparison. */
export interface Operand {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** An integer or decimal with an optional sign, or a number in scientific notation. */
const numberForm = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** @returns `undefined` for an operand that has no order, compared by `<` or its like. */
export function compare(comparison: Comparison, operand: Operand): Condition | undefined {
  if (comparison === '=') return equals(operand);
  if (comparison === '!=') return differs(operand);
  if (operand.isQuoted || !numberForm.test(operand.text)) return undefined;
  const limit = Number(operand.text);
  return (value) => typeof value === 'number' && isOrdered(comparison, value, limit);
}

/** An object, a list, a flag, null and what is missing are no values to compare, neither by `=` nor by `!=`. */
const isComparable = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

function equals(operand: Operand): Condition {
  const isSame = sameAs(operand);
  return (value) => isComparable(value) && isSame(value);
}

function differs(operand: Operand): Condition {
  const isSame = sameAs(operand);
  return (value) => isComparable(value) && !isSame(value);
}

/** Numbers are compared as numbers, where the operand is one; text with `*` at its ends for any characters. */
function sameAs({ text, isQuoted }: Operand): (value: string | number) => boolean {
  const matchesText = textCondition(text);
  if (isQuoted || !numberForm.test(text)) return (value) => matchesText(String(value));
  return (value) => (typeof value === 'number' ? value === Number(text) : value === text);
}

function textCondition(text: string): (value: string) => boolean {
  if (text === '*') return () => true;
  const isOpenLeft = text.startsWith('*');
  const isOpenRight = text.endsWith('*');
  const part = text.slice(isOpenLeft ? 1 : 0, isOpenRight ? -1 : undefined);
  if (isOpenLeft && isOpenRight) return (value) => value.includes(part);
  if (isOpenLeft) return (value) => value.endsWith(part);
  return isOpenRight ? (value) => value.startsWith(part) : (value) => value === text;
}

function isOrdered(comparison: Comparison, value: number, limit: number): boolean {
  if (comparison === '<') return value < limit;
  if (comparison === '<=') return value <= limit;
  return comparison === '>' ? value > limit : value >= limit;
}
