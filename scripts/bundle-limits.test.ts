import { expect, test } from 'vitest';
import { brokenSizeLimits, sizeSummary } from './bundle-limits.ts';

const functions = (...kilobytes: readonly number[]) =>
  kilobytes.map((size, index) => ({ name: `function-${index}`, codeBytes: size * 1000, zipBytes: 1 }));

test('sizes at the limits keep to them', () => {
  expect(brokenSizeLimits(functions(700, 450, 100))).toEqual([]);
});

test('each function above the largest size is named', () => {
  expect(brokenSizeLimits(functions(100, 701, 100, 900, 100))).toEqual([
    'function-1 has 701 KB minified. Expected: at most 700 KB; look at what it imports',
    'function-3 has 900 KB minified. Expected: at most 700 KB; look at what it imports',
  ]);
});

test('a median above its limit is told', () => {
  expect(brokenSizeLimits(functions(451, 460, 100))).toEqual([
    'the median function has 451 KB minified. Expected: at most 450 KB; look at what all of them import',
  ]);
});

test('the summary names the largest function', () => {
  expect(sizeSummary(functions(100, 534, 309))).toBe('largest 534 KB (function-1) of 700 KB, median 309 KB of 450 KB');
});
