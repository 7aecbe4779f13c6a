import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { publicApi } from '../public-api.ts';
import { operationsOf } from '../route-table.ts';
import { schemas } from '../schemas/registry.ts';
import { taskApi } from '../task-api.ts';
import { exampleOf, violationsOf } from './schema-violations.ts';

const bodies = new Set([taskApi, publicApi].flatMap((api) => operationsOf(api).flatMap(({ body }) => body ?? [])));

describe.each([...bodies])('%s', (name) => {
  const keeps = (body: unknown) => z.safeParse(schemas[name], body).success;

  test('has examples that keep it', () => {
    expect(keeps(exampleOf(name))).toBe(true);
    expect(keeps(exampleOf(name, 1))).toBe(true);
    expect(exampleOf(name, 1)).not.toEqual(exampleOf(name));
  });

  test('is broken by each of its violations', () => {
    const violations = violationsOf(name);
    expect(violations.filter(({ body }) => keeps(body))).toEqual([]);
    expect(violations.map(({ rule }) => rule)).toContain(': additionalProperties');
  });
});

test('a body breaks each rule of its schema', () => {
  expect(violationsOf('CreateProject').map(({ rule }) => rule)).toEqual([
    ': type',
    ': required',
    ': additionalProperties',
    '/name: type',
    '/name: minLength',
    '/name: maxLength',
    '/name: pattern',
    '/description: type',
    '/description: maxLength',
    '/partnerIds: maxItems',
    '/partnerIds: type',
    '/partnerIds/items: type',
    '/partnerIds/items: pattern',
  ]);
});
