import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../src/terraform/expressions.ts';
import { SyntaxMistake } from '../../src/terraform/scanner.ts';
import { evaluated } from './evaluating.ts';

describe('a template', () => {
  it('keeps the type of a value that it consists of', () => {
    expect(evaluated('${[1, true]}')).toEqual([1, true]);
    expect(evaluated('${1}')).toBe(1);
    expect(evaluated('a${1}')).toBe('a1');
  });

  it('keeps text without an interpolation as it is', () => {
    expect(evaluated('100% of $5 \\n "quoted"')).toBe('100% of $5 \\n "quoted"');
  });

  it.each([
    ['${', 'an expression'],
    ['${a', '}'],
    ['${"open', 'a closing quote'],
    ['${"\\x"}', '\\uNNNN'],
    ['${[1 2]}', ', or ]'],
    ['${f(1 2)}', ', or )'],
    ['${{a 1}}', '= or :'],
    ['${{a = 1 b = 2}}', 'a comma, a line break or }'],
    ['${1 +}', 'an expression'],
    ['${true ? 1}', ':'],
    ['${a.}', 'a name'],
    ['${provider::aws::arn("x")}', 'no function of a provider'],
    ['%{ if true }x%{ endif }', 'no template directive'],
    ['${~ a ~}', 'no strip marker'],
    ['${{a.b = 1}}', 'a key in parentheses'],
  ])('%s is refused, expecting %s', (text, expectation) => {
    expect(() => parseTemplate(text)).toThrow(SyntaxMistake);
    expect(() => parseTemplate(text)).toThrow(expectation);
  });

  it('shows where the mistake is', () => {
    expect(() => parseTemplate('${join(",", [)}')).toThrow('syntax at character 14');
  });
});

describe('what differs between emulations and Terraform', () => {
  it('reads a name with a hyphen as one name, not as a subtraction', () => {
    expect(evaluated('${local.a-b}', { locals: { 'a-b': 'hyphen' } })).toBe('hyphen');
  });

  it('ends an entry of an object at a line break', () => {
    expect(evaluated('${{\n a = 1\n (local.b) = 2\n}}', { locals: { b: 'key' } })).toEqual({ a: 1, key: 2 });
  });

  it('takes keys such as __proto__ for keys', () => {
    expect(evaluated('${jsonencode({"__proto__" = 1})}')).toBe('{"__proto__":1}');
    expect(() => evaluated('${{}.constructor}')).toThrow("no attribute 'constructor'");
  });
});
