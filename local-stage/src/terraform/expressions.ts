import { Scanner } from './scanner.ts';
import {
  type BinaryOperator,
  binaryOperators,
  type Expression,
  type ForExpression,
  type Step,
  unaryOperators,
} from './syntax.ts';
import { exactNumber } from './values.ts';

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const number = /\d+(\.\d+)?([eE][+-]?\d+)?/y;
const wholeNumber = /\d+/y;
const plainText = /[^$%"\\\n]*/y;
const operatorText = /\|\||&&|[=!<>]=|[<>+*/%-]/y;
const levels = new Map<string, { readonly name: BinaryOperator; readonly level: number }>(
  binaryOperators.flatMap((names, level) => names.map((name) => [name, { name, level }] as const)),
);
const literals: Readonly<Record<string, Expression>> = {
  true: { kind: 'literal', value: true },
  false: { kind: 'literal', value: false },
  null: { kind: 'literal', value: null },
};
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * Parses a string of a Terraform JSON document as the template that it is. A string that is one
 * `${...}` and nothing else stands for the expression in it, so that its value keeps its type.
 *
 * Source: Terraform's pages "JSON Configuration Syntax" and "Strings and Templates".
 *
 * @throws {SyntaxMistake} showing the place.
 */
export function parseTemplate(text: string): Expression {
  const scanner = new Scanner(text);
  const parts = templateParts(scanner, undefined);
  return templateOf(parts);
}

/** Parses an expression as it stands between `${` and `}`. @throws {SyntaxMistake} showing the place. */
export function parseExpression(text: string): Expression {
  const scanner = new Scanner(text);
  const parsed = expression(scanner);
  scanner.skipSpace();
  if (!scanner.atEnd) scanner.fail('Expected: the end of the expression');
  return parsed;
}

function templateOf(parts: readonly Expression[]): Expression {
  const [first] = parts;
  if (first === undefined) return { kind: 'literal', value: '' };
  return parts.length === 1 ? first : { kind: 'template', parts };
}

/** @param quote ends the template; absent where the text's own end does, and backslashes are literal. */
function templateParts(scanner: Scanner, quote: '"' | undefined): readonly Expression[] {
  const parts: Expression[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') parts.push({ kind: 'literal', value: literal });
    literal = '';
  };
  for (;;) {
    const rest = scanner.text.slice(scanner.position, scanner.position + 3);
    const character = rest[0];
    if (character === undefined && quote !== undefined) scanner.fail('Expected: a closing quote');
    if (character === quote) break;
    if (rest === '$${' || rest === '%%{') {
      literal += rest.slice(1);
      scanner.position += 3;
    } else if (rest.startsWith('${')) {
      flush();
      parts.push(interpolation(scanner));
    } else if (rest.startsWith('%{')) {
      scanner.fail('Expected: no template directive; the local stage evaluates ${...} only');
    } else if (character === '\\' && quote !== undefined) {
      literal += escapeSequence(scanner);
    } else if (character === '\n' && quote !== undefined) {
      scanner.fail('Expected: no line break within quotes');
    } else {
      literal += scanner.text[scanner.position] ?? '';
      scanner.position++;
      literal += scanner.rawMatch(plainText) ?? '';
    }
  }
  flush();
  return parts;
}

function interpolation(scanner: Scanner): Expression {
  scanner.position += 2;
  if (scanner.text[scanner.position] === '~')
    scanner.fail('Expected: no strip marker (~), which the local stage does not evaluate');
  const inner = scanner.withBreaks(true, () => expression(scanner));
  scanner.withBreaks(true, () => scanner.expect('}'));
  return inner;
}

function escapeSequence(scanner: Scanner): string {
  const kind = scanner.text[scanner.position + 1] ?? '';
  const length = kind === 'u' ? 4 : kind === 'U' ? 8 : 0;
  const hex = scanner.text.slice(scanner.position + 2, scanner.position + 2 + length);
  const code = Number.parseInt(hex, 16);
  const character =
    length === 0 ? escapes[kind] : /^[\da-f]+$/i.test(hex) && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
  if (character === undefined || hex.length !== length)
    return scanner.fail('Expected: one of \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN');
  scanner.position += 2 + length;
  return character;
}

function quoted(scanner: Scanner): Expression {
  const parts = templateParts(scanner, '"');
  scanner.position++;
  return templateOf(parts);
}

function expression(scanner: Scanner): Expression {
  const condition = binary(scanner, 0);
  if (!scanner.takes('?')) return condition;
  const whenTrue = expression(scanner);
  scanner.expect(':');
  return { kind: 'conditional', condition, whenTrue, whenFalse: expression(scanner) };
}

/** @param loosest level below which an operator is left to the caller. */
function binary(scanner: Scanner, loosest: number): Expression {
  let left = unary(scanner);
  for (;;) {
    const start = scanner.position;
    const operator = levels.get(scanner.match(operatorText) ?? '');
    if (operator === undefined || operator.level < loosest) {
      scanner.position = start;
      return left;
    }
    left = { kind: 'binary', operator: operator.name, left, right: binary(scanner, operator.level + 1) };
  }
}

function unary(scanner: Scanner): Expression {
  const operator = unaryOperators.find((candidate) => scanner.takes(candidate));
  return operator === undefined ? term(scanner) : { kind: 'unary', operator, operand: unary(scanner) };
}

function term(scanner: Scanner): Expression {
  const base = primary(scanner);
  const steps = stepsOf(scanner);
  if (steps.length === 0) return base;
  return base.kind === 'reference' ? { ...base, steps } : { kind: 'access', object: base, steps };
}

function primary(scanner: Scanner): Expression {
  if (scanner.takes('(')) {
    const inner = scanner.withBreaks(true, () => {
      const parsed = expression(scanner);
      scanner.expect(')');
      return parsed;
    });
    // Keeps steps after the parenthesis from being read as part of a reference within it.
    return inner.kind === 'reference' ? { kind: 'access', object: inner, steps: [] } : inner;
  }
  if (scanner.takes('"')) return quoted(scanner);
  if (scanner.takes('[')) return scanner.withBreaks(true, () => listOrFor(scanner));
  if (scanner.takes('{')) return scanner.withBreaks(true, () => objectOrFor(scanner));
  const digits = scanner.match(number);
  if (digits !== undefined) return { kind: 'literal', value: exactNumber(digits) };
  const name = scanner.match(identifier);
  if (name === undefined) return scanner.fail('Expected: an expression');
  if (scanner.sees('::')) scanner.fail('Expected: no function of a provider, which the local stage does not run');
  if (scanner.takes('(')) return scanner.withBreaks(true, () => call(scanner, name));
  return (Object.hasOwn(literals, name) ? literals[name] : undefined) ?? { kind: 'reference', root: name, steps: [] };
}

function call(scanner: Scanner, name: string): Expression {
  const args: Expression[] = [];
  while (!scanner.takes(')')) {
    args.push(expression(scanner));
    if (scanner.takes('...')) {
      scanner.expect(')');
      return { kind: 'call', name, args, expandsLast: true };
    }
    if (!scanner.takes(',') && !scanner.sees(')')) scanner.fail('Expected: , or )');
  }
  return { kind: 'call', name, args, expandsLast: false };
}

function listOrFor(scanner: Scanner): Expression {
  const comprehension = forExpression(scanner, ']');
  if (comprehension) return comprehension;
  const elements: Expression[] = [];
  while (!scanner.takes(']')) {
    elements.push(expression(scanner));
    if (!scanner.takes(',') && !scanner.sees(']')) scanner.fail('Expected: , or ]');
  }
  return { kind: 'list', elements };
}

function objectOrFor(scanner: Scanner): Expression {
  const comprehension = forExpression(scanner, '}');
  if (comprehension) return comprehension;
  const entries: (readonly [Expression, Expression])[] = [];
  while (!scanner.takes('}')) {
    const key = objectKey(scanner);
    if (!scanner.takes('=') && !scanner.takes(':')) scanner.fail('Expected: = or :');
    const value = scanner.withBreaks(false, () => expression(scanner));
    entries.push([key, value]);
    const ended = scanner.withBreaks(false, () => scanner.takes(',') || scanner.sees('\n'));
    if (!ended && !scanner.sees('}')) scanner.fail('Expected: a comma, a line break or }');
  }
  return { kind: 'object', entries };
}

/** A bare name is a key's text; any other reference must stand in parentheses. */
function objectKey(scanner: Scanner): Expression {
  const key = expression(scanner);
  if (key.kind !== 'reference') return key;
  if (key.steps.length > 0) scanner.fail('Expected: a key in parentheses or quotes');
  return { kind: 'literal', value: key.root };
}

function forExpression(scanner: Scanner, close: ']' | '}'): ForExpression | undefined {
  const start = scanner.position;
  if (scanner.match(identifier) !== 'for' || scanner.match(identifier) === undefined) {
    scanner.position = start;
    return undefined;
  }
  scanner.position = start;
  scanner.expect('for');
  const first = name(scanner);
  const second = scanner.takes(',') ? name(scanner) : undefined;
  scanner.expect('in');
  const collection = expression(scanner);
  scanner.expect(':');
  const key = close === '}' ? expression(scanner) : undefined;
  if (key) scanner.expect('=>');
  const value = expression(scanner);
  const groups = key !== undefined && scanner.takes('...');
  const condition = scanner.takes('if') ? expression(scanner) : undefined;
  scanner.expect(close);
  const names = second === undefined ? { keyName: undefined, valueName: first } : { keyName: first, valueName: second };
  return { kind: 'for', ...names, collection, key, value, groups, condition };
}

function name(scanner: Scanner): string {
  return scanner.match(identifier) ?? scanner.fail('Expected: a name');
}

function stepsOf(scanner: Scanner): readonly Step[] {
  const steps: Step[] = [];
  for (;;) {
    const step = nextStep(scanner);
    if (step === undefined) return steps;
    steps.push(step);
  }
}

function nextStep(scanner: Scanner): Step | undefined {
  if (scanner.sees('...')) return undefined;
  if (scanner.takes('[')) return scanner.withBreaks(true, () => indexOrSplat(scanner));
  if (!scanner.takes('.')) return undefined;
  if (scanner.takes('*')) return { kind: 'splat', rest: attributeSteps(scanner) };
  const position = scanner.match(wholeNumber);
  if (position !== undefined) return { kind: 'index', key: { kind: 'literal', value: Number(position) } };
  return { kind: 'attribute', name: name(scanner) };
}

function indexOrSplat(scanner: Scanner): Step {
  if (scanner.takes('*')) {
    scanner.expect(']');
    return { kind: 'splat', rest: stepsOf(scanner) };
  }
  const key = expression(scanner);
  scanner.expect(']');
  return { kind: 'index', key };
}

/** What the attribute-only splat `.*` applies to each element: names, no indexes. */
function attributeSteps(scanner: Scanner): readonly Step[] {
  const steps: Step[] = [];
  while (scanner.sees('.') && !scanner.sees('...')) {
    scanner.expect('.');
    steps.push({ kind: 'attribute', name: name(scanner) });
  }
  return steps;
}
