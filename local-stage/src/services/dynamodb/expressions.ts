import { asRecord, textOf } from './documents.ts';

/** A word, a placeholder, a value, a sign of an expression. */
type Token = string;

const tokensOf = (expression: string): Token[] => expression.match(/[#:]?\w+|<>|<=|>=|[^\s\w]/g) ?? [];

/** Words of the expression languages; an attribute of such a name can only be written as a placeholder. */
const keywords: ReadonlySet<string> = new Set(['SET', 'REMOVE', 'ADD', 'DELETE', 'AND', 'OR', 'NOT', 'BETWEEN', 'IN']);

/**
 * The top-level attributes that an expression names, placeholders resolved.
 *
 * Source: Amazon DynamoDB Developer Guide, "Referring to item attributes when using expressions".
 */
export function attributesOf(expression: string, names: Readonly<Record<string, unknown>>): string[] {
  const tokens = tokensOf(expression);
  return tokens
    .filter((token, index) => isTopLevelAttribute(token, tokens[index - 1], tokens[index + 1]))
    .map((token) => resolveName(token, names));
}

/** Neither a step of a path, nor a function, nor a word of the language. */
const isTopLevelAttribute = (token: Token, previous: Token | undefined, next: Token | undefined): boolean =>
  /^(#\w|[A-Za-z_])/.test(token) && previous !== '.' && next !== '(' && !keywords.has(token.toUpperCase());

const resolveName = (token: Token, names: Readonly<Record<string, unknown>>): string =>
  token.startsWith('#') ? (textOf(names[token]) ?? token) : token;

/**
 * The placeholder that a key condition compares the partition key with for equality.
 *
 * @returns `:pk`; `undefined` where the condition has no such comparison.
 */
export function partitionValueOf(
  expression: string,
  partitionKey: string,
  names: Readonly<Record<string, unknown>>,
): string | undefined {
  const tokens = tokensOf(expression);
  for (const [index, token] of tokens.entries()) {
    if (token !== '=') continue;
    const [left, right] = [tokens[index - 1] ?? '', tokens[index + 1] ?? ''];
    if (resolveName(left, names) === partitionKey && right.startsWith(':')) return right;
    if (resolveName(right, names) === partitionKey && left.startsWith(':')) return left;
  }
  return undefined;
}

/** The text that `dynamodb:LeadingKeys` has for a key's value, `{"S": "USER#1"}`. */
export function keyText(value: unknown): string | undefined {
  const typed = asRecord(value);
  return textOf(typed['S']) ?? textOf(typed['N']) ?? textOf(typed['B']);
}
