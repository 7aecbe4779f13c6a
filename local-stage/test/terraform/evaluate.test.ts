import { describe, expect, it, vi } from 'vitest';
import { createEvaluation } from '../../src/terraform/evaluate.ts';
import { documentOf, evaluated, evaluationOf, readTerraformData } from './evaluating.ts';

const resource = (data: Readonly<Record<string, unknown>>) => ({ resource: { terraform_data: data } });

describe('evaluation', () => {
  it('reads a block once, when it is first referred to', () => {
    const read = vi.fn(readTerraformData);
    const evaluation = createEvaluation(documentOf(resource({ a: { input: 1 }, unused: { input: 2 } })), read);
    evaluation.evaluate('test', 'x', '${terraform_data.a.output} ${terraform_data.a.output}');
    expect(read).toHaveBeenCalledOnce();
  });

  it('knows what a block depends on, through locals and others', () => {
    const evaluation = evaluationOf({
      locals: { url: '${terraform_data.a.output}' },
      ...resource({ a: { input: 1 }, b: { input: '${local.url}' }, c: { depends_on: ['terraform_data.b'] }, d: {} }),
    });
    evaluation.attributesOf('terraform_data.c');
    expect([...evaluation.dependenciesOf('terraform_data.c')].sort()).toEqual([
      'local.url',
      'terraform_data.a',
      'terraform_data.b',
    ]);
  });

  it('notes a dependency that only a branch not taken, or a repeated reference, makes', () => {
    const evaluation = evaluationOf(
      resource({ a: { input: 1 }, b: { input: '${true ? 2 : terraform_data.a.output}' } }),
    );
    evaluation.attributesOf('terraform_data.a');
    evaluation.attributesOf('terraform_data.b');
    expect(evaluation.dependenciesOf('terraform_data.b')).toContain('terraform_data.a');
  });

  it.each([
    [
      'a resource',
      resource({ a: { input: '${terraform_data.b.output}' }, b: { input: '${terraform_data.a.output}' } }),
      '${terraform_data.a}',
      'terraform_data.a -> terraform_data.b -> terraform_data.a',
    ],
    [
      'depends_on',
      resource({ a: { depends_on: ['terraform_data.b'] }, b: { depends_on: ['terraform_data.a'] } }),
      '${terraform_data.a}',
      'terraform_data.a -> terraform_data.b -> terraform_data.a',
    ],
    ['a local', { locals: { a: '${local.b}', b: '${local.a}' } }, '${local.a}', 'local.a -> local.b -> local.a'],
    [
      'itself',
      resource({ a: { input: '${terraform_data.a.input}' } }),
      '${terraform_data.a}',
      'terraform_data.a -> terraform_data.a',
    ],
  ])('refuses a cycle through %s', (_what, members, template, path) => {
    expect(() => evaluated(template, members)).toThrow(`depends on itself: ${path}`);
  });

  it.each([
    ['${var.x}', 'test: refers to var.x, which the document does not declare'],
    ['${local.x}', 'test: refers to local.x, which the document does not declare'],
    [
      '${terraform_data.x.output}',
      'refers to terraform_data.x, which the document does not declare. Declared: terraform_data.a',
    ],
    ['${aws_sqs_queue.x.url}', 'It declares no aws_sqs_queue'],
    ['${data.aws_region.x.name}', 'refers to data.aws_region.x'],
    ['${try(local.x, 1)}', 'refers to local.x'],
    ['${true ? 1 : local.x}', 'refers to local.x'],
    ['${timestamp()}', "test: argument 'value': calls the function 'timestamp', which the local stage does not know"],
    ['${can(uuid())}', "calls the function 'uuid'"],
    ['${each.value}', 'the local stage runs no for_each'],
    ['${count.index}', 'the local stage runs no count'],
    ['${module.x.y}', 'the local stage runs no modules'],
    ['${path.unknown}', 'Expected one of: path.module'],
    ['${ephemeral.random.x.value}', 'an ephemeral value may stand in write-only arguments only'],
    [
      '${terraform_data.a.missing}',
      `"\${terraform_data.a.missing}": no attribute 'missing'. Known here: input, output`,
    ],
    ['${upper([])}', 'upper: a string is required, found list'],
    ['${upper()}', 'upper: 0 arguments. Expected: 1'],
    ['${lookup({})}', 'lookup: 1 arguments. Expected: 2 to 3'],
    ['${[1] == [1]}', 'a comparison of list with list, which the local stage does not evaluate'],
    ['${1 / 3}', 'more digits than the local stage keeps'],
    ['${12345678901234567890}', 'more digits than the local stage keeps'],
    ['${replace("a", "/a/", "b")}', 'a regular expression, which the local stage does not evaluate'],
  ])('%s is refused: %s', (template, message) => {
    expect(() => evaluated(template, resource({ a: { input: 1 } }))).toThrow(message);
  });

  it('names the argument in which a mistake stands', () => {
    const evaluation = evaluationOf(resource({ a: { input: { list: ['${local.x.y}'] } } }));
    expect(() => evaluation.attributesOf('terraform_data.a')).toThrow('terraform_data.a: refers to local.x');
    expect(() => evaluation.evaluate('terraform_data.a', 'input', { list: ['${1 + "x"}'] })).toThrow(
      'terraform_data.a: argument \'input.list[0]\': "${1 + \\"x\\"}"',
    );
  });

  it('lets an ephemeral value into a write-only argument', () => {
    const evaluation = evaluationOf({ ephemeral: { terraform_data: { a: { input: 'secret' } } } });
    expect(evaluation.evaluate('test', 'x', '${ephemeral.terraform_data.a.output}', { writeOnly: true })).toBe(
      'secret',
    );
  });

  it('gives variables their default in their type, and refuses those without', () => {
    const variables = {
      variable: {
        size: { type: 'number', default: '3' },
        names: { type: '${set(string)}', default: ['b', 'a'] },
        open: {},
      },
    };
    expect(evaluated('${var.size}', variables)).toBe(3);
    expect(evaluated('${var.names}', variables)).toEqual(['a', 'b']);
    expect(() => evaluated('${var.open}', variables)).toThrow('var.open: no default');
    expect(() => evaluated('${var.x}', { variable: { x: { type: 'number', default: 'x' } } })).toThrow(
      'the default is no number',
    );
    expect(() => evaluated('${var.x}', { variable: { x: { type: 'tuple([string])', default: [] } } })).toThrow(
      "does not know the type 'tuple([string])'",
    );
  });

  it('evaluates outputs in the order of the document', () => {
    const outputs = evaluationOf({ output: { b: { value: '${1 + 1}' }, a: { value: 'x' } } }).outputs();
    expect([...outputs]).toEqual([
      ['b', 2],
      ['a', 'x'],
    ]);
  });
});
