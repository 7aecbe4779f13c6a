import { type Comparison, type Condition, compare, type Operand } from './json-comparison.ts';
import { readSelector, selectorForm } from './json-selector.ts';
import type { Matches } from './matches.ts';
import { patternRefused } from './refusal.ts';
import { unescaped } from './terms.ts';

type Test = (document: unknown) => boolean;

/**
 * A condition in braces on messages that are JSON objects; others do not match. `&&` binds stronger than `||`.
 *
 * @throws {AwsError} InvalidParameterException for what is not of that form.
 */
export function jsonPattern(pattern: string): Matches {
  const test = parse(pattern);
  return (message) => {
    const document = parseMessage(message);
    return document !== undefined && test(document);
  };
}

function parseMessage(message: string): object | undefined {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(message) as object;
  } catch {
    return undefined;
  }
}

function parse(pattern: string): Test {
  let position = 0;
  const take = (form: RegExp): string | undefined => {
    const sticky = new RegExp(`\\s*(${form.source})`, 'y');
    sticky.lastIndex = position;
    const found = sticky.exec(pattern);
    if (found) position = sticky.lastIndex;
    return found?.[1];
  };
  const expect = (form: RegExp, what: string): string => {
    const found = take(form);
    if (found !== undefined) return found;
    const rest = pattern.slice(position).trim();
    throw patternRefused(pattern, `${what} is expected at ${rest === '' ? 'the end' : rest}`);
  };

  const anyOf = (): Test => {
    const tests = [allOf()];
    while (take(/\|\|/) !== undefined) tests.push(allOf());
    return (document) => tests.some((test) => test(document));
  };
  const allOf = (): Test => {
    const tests = [operand()];
    while (take(/&&/) !== undefined) tests.push(operand());
    return (document) => tests.every((test) => test(document));
  };
  const operand = (): Test => {
    if (take(/\(/) === undefined) return comparison();
    const test = anyOf();
    expect(/\)/, 'a closing parenthesis');
    return test;
  };
  const comparison = (): Test => {
    const select = readSelector(expect(selectorForm, 'a selector such as $.level'));
    const condition = named() ?? compared();
    return (document) => condition(select(document));
  };
  const named = (): Condition | undefined => {
    const words = take(/IS\s+(?:NULL|TRUE|FALSE)\b|NOT\s+EXISTS\b/);
    return words === undefined ? undefined : namedConditions[words.replace(/\s+/, ' ')];
  };
  const compared = (): Condition => {
    const operator = expect(/!=|<=|>=|=|<|>/, 'a comparison or IS NULL, IS TRUE, IS FALSE, NOT EXISTS');
    const value = readOperand(
      expect(/"(?:[^"\\]|\\.)*"|[\w.*+-]+/, 'a value, in quotes if it has special characters,'),
    );
    const condition = compare(operator as Comparison, value);
    if (!condition) throw patternRefused(pattern, `${operator} compares numbers, and ${value.text} is none`);
    return condition;
  };

  expect(/\{/, 'an opening brace');
  const test = anyOf();
  expect(/\}\s*$/, 'a closing brace');
  return test;
}

const namedConditions: Readonly<Record<string, Condition>> = {
  'IS NULL': (value) => value === null,
  'IS TRUE': (value) => value === true,
  'IS FALSE': (value) => value === false,
  'NOT EXISTS': (value) => value === undefined,
};

const readOperand = (text: string): Operand =>
  text.startsWith('"') ? { text: unescaped(text.slice(1, -1)), isQuoted: true } : { text, isQuoted: false };
