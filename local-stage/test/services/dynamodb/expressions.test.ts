import { describe, expect, it } from 'vitest';
import { attributesOf, keyText, partitionValueOf } from '../../../src/services/dynamodb/expressions.ts';

const names = { '#t': 'title', '#0': 'a.b', '#pk': 'pk' };

describe('attributesOf', () => {
  it.each([
    ['pk, #t, address.city, list[0].name', ['pk', 'title', 'address', 'list']],
    [
      'SET #t = :t, counts = if_not_exists(counts, :zero) + :one REMOVE old ADD tags :tags',
      ['title', 'counts', 'counts', 'old', 'tags'],
    ],
    ['attribute_exists(pk) AND NOT begins_with(#t, :p) OR (size(#0) BETWEEN :a AND :b)', ['pk', 'title', 'a.b']],
    ['#t IN (:a, :b) and x<>:c', ['title', 'x']],
    ['', []],
  ])('%s', (expression, expected) => {
    expect(attributesOf(expression, names)).toEqual(expected);
  });
});

describe('partitionValueOf', () => {
  it.each([
    ['pk = :pk', ':pk'],
    ['(#pk=:pk) AND begins_with(sk, :p)', ':pk'],
    ['sk > :a AND :pk = #pk', ':pk'],
    ['sk = :pk', undefined],
    ['pk >= :pk', undefined],
  ])('%s', (expression, expected) => {
    expect(partitionValueOf(expression, 'pk', names)).toBe(expected);
  });
});

it.each([
  [{ S: 'a' }, 'a'],
  [{ N: '1.50' }, '1.50'],
  [{ B: 'AQ==' }, 'AQ=='],
  [{ BOOL: true }, undefined],
  ['a', undefined],
])('keyText(%j) is %s', (value, expected) => {
  expect(keyText(value)).toBe(expected);
});
