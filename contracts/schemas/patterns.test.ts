import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { schemas } from './registry.ts';

/** Every pattern of every schema, as gateways and handlers try it. */
function* patternsOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'pattern' && typeof inner === 'string') yield inner;
    else yield* patternsOf(inner);
  }
}

const patterns = new Set(
  Object.values(schemas).flatMap((schema) => [
    ...patternsOf(z.toJSONSchema(schema, { target: 'draft-4', io: 'input' })),
  ]),
);

const beginnings = ['', 'a', 'a@', 'a/', '0'];
const repeated = ['a', 'A', '0', ' ', '.', '-', '_', '@', '/', '=', 'a.', '.a', 'a-', 'a/', '@a', '\u00a0'];
const ends = ['\0', '\n', '/', '@', '!', ' ', '.', '\u2028'];
const length = 20_000;
/** Far above what one pass takes; far below what a pass for each character does. */
const mostMs = 60;

const isSlow = (pattern: RegExp, text: string) => {
  const startedAt = performance.now();
  pattern.test(text);
  return performance.now() - startedAt > mostMs;
};

test.each([...patterns])('%s takes a time that grows with the text and no faster', (source) => {
  const pattern = new RegExp(source);
  const texts = beginnings.flatMap((beginning) =>
    repeated.flatMap((part) => ends.map((end) => beginning + part.repeat(length / part.length) + end)),
  );
  // Again, as the machine may have been busy elsewhere.
  const slow = texts.find((text) => [1, 2, 3].every(() => isSlow(pattern, text)));
  expect(slow && `${slow.slice(0, 5)}...${slow.slice(-3)}`).toBeUndefined();
});
