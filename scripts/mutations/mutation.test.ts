import { describe, expect, test } from 'vitest';
import type { StackDocument } from '../testing/stack-copy.ts';
import { smoke } from './check.ts';
import { mutationsOf, type Operator, removal } from './mutation.ts';

const stack = (): StackDocument => ({
  resource: { aws_thing: { second: { limit: 2 }, first: { limit: 1 } }, aws_other: { only: {} } },
});

const raised: Operator = {
  name: 'limit-raised',
  type: 'aws_thing',
  checks: () => [smoke('throttling')],
  changesOf: ({ arguments: args }) => [
    {
      part: `${args['limit']}`,
      description: 'the limit is raised',
      apply: ({ arguments: copy }) => {
        copy['limit'] = Number(copy['limit']) * 1000;
      },
    },
  ],
};

describe('mutationsOf', () => {
  test('makes one of each change of each resource of the type, in the order of the names', () => {
    expect(mutationsOf(stack(), [raised, removal('other-removed', 'aws_other', () => [], 'gone')])).toEqual([
      expect.objectContaining({
        id: 'limit-raised:aws_thing.first:1',
        address: 'aws_thing.first',
        checks: [smoke('throttling')],
      }),
      expect.objectContaining({ id: 'limit-raised:aws_thing.second:2', address: 'aws_thing.second' }),
      expect.objectContaining({ id: 'other-removed:aws_other.only', address: 'aws_other.only', description: 'gone' }),
    ]);
  });

  test('changes the copy that a mutation is given, and not what it was made from', () => {
    const original = stack();
    const copy = stack();
    for (const { apply } of mutationsOf(original, [raised])) apply(copy);
    expect(copy.resource['aws_thing']).toEqual({ first: { limit: 1000 }, second: { limit: 2000 } });
    expect(original).toEqual(stack());
  });

  test('removes a resource', () => {
    const copy = stack();
    for (const { apply } of mutationsOf(stack(), [removal('removed', 'aws_other', () => [], 'gone')])) apply(copy);
    expect(copy.resource['aws_other']).toEqual({});
  });

  test('refuses two of one id', () => {
    expect(() => mutationsOf(stack(), [raised, raised])).toThrow("the id 'limit-raised:aws_thing.first:1'");
  });

  test('names the resource that a copy lacks', () => {
    const [mutation] = mutationsOf(stack(), [raised]);
    expect(() => mutation?.apply({ resource: {} })).toThrow('the document has no aws_thing.first');
  });
});
