import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseExpression, parseTemplate } from '../../src/terraform/expressions.ts';
import { SyntaxMistake } from '../../src/terraform/scanner.ts';
import { evaluated } from './evaluating.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
const number = fc.oneof(
  fc.integer(),
  fc.integer({ min: -99_999, max: 99_999 }).map((value) => value / 100),
);

const { value } = fc.letrec<{ value: unknown; list: unknown[]; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, text, number, fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
}));

const escaped = (plain: string) => plain.replaceAll('${', '$${').replaceAll('%{', '%%{');

const quoted = (plain: string) =>
  `"${escaped(plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r'))}"`;

/** Writes a JSON value as an expression of the Terraform language. */
function written(json: unknown): string {
  if (typeof json === 'string') return quoted(json);
  if (Array.isArray(json)) return `[${json.map(written).join(', ')}]`;
  if (typeof json !== 'object' || json === null) return String(json);
  return `{${Object.entries(json)
    .map(([name, member]) => `${quoted(name)} = ${written(member)}`)
    .join('\n')}}`;
}

/** A sequence such as `$${` would read as an escape of its own. */
const isPlain = (plain: string) => !/\$\$\{|%%\{/.test(plain);

describe('any value', () => {
  it('evaluates to itself when written as an expression', () => {
    fc.assert(
      fc.property(value, (json) => {
        fc.pre(isPlain(JSON.stringify(json)));
        expect(evaluated(`\${${written(json)}}`)).toEqual(json);
      }),
    );
  });

  it('survives jsonencode and jsondecode', () => {
    fc.assert(
      fc.property(value, (json) => {
        fc.pre(isPlain(JSON.stringify(json)));
        expect(evaluated(`\${jsondecode(jsonencode(${written(json)}))}`)).toEqual(json);
      }),
    );
  });

  it('survives being a local that a template refers to', () => {
    fc.assert(
      fc.property(text, text, (before, inner) => {
        fc.pre(isPlain(before) && isPlain(inner) && !before.endsWith('$') && !before.endsWith('%'));
        const members = { locals: { inner: escaped(inner) } };
        expect(evaluated(`${escaped(before)}<\${local.inner}>`, members)).toBe(`${before}<${inner}>`);
      }),
    );
  });
});

describe('any text', () => {
  const fragments = fc.constantFrom(
    '${',
    '}',
    '"',
    '[',
    ']',
    '(',
    ')',
    '{',
    '.',
    '*',
    ',',
    '=',
    ' ',
    '\n',
    'a',
    '1',
    '\\',
    '?',
    ':',
    '-',
    '&&',
    'for ',
    'in ',
  );
  const almostCode = fc.array(fragments, { maxLength: 30 }).map((parts) => parts.join(''));

  it('parses, or is refused with its place: nothing else is thrown', () => {
    fc.assert(
      fc.property(fc.oneof(text, almostCode), (source) => {
        for (const parse of [parseTemplate, parseExpression]) {
          try {
            parse(source);
          } catch (error) {
            expect(error).toBeInstanceOf(SyntaxMistake);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
