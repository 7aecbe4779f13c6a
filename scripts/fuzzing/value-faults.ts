import fc from 'fast-check';
import { anyJson, canary } from './valid-values.ts';

/** A way to break a JSON value: at one of its places, counted through all of them. */
export type ValueFault =
  | { readonly kind: 'replace'; readonly place: number; readonly value: unknown }
  | { readonly kind: 'remove'; readonly place: number }
  | { readonly kind: 'add'; readonly place: number; readonly name: string; readonly value: unknown }
  | { readonly kind: 'wrap'; readonly place: number; readonly in: 'array' | 'object' };

/** Names that mean something to JavaScript, to DynamoDB's expressions or to JSON's readers. */
const names = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'then', 'length'],
  ...['', '$ref', '#name', ':seen', 'a.b', 'a/b~c', 'pk', 'sk', 'version', 'ownerId', 'expiresAt', '\0', '☃', '\ud83d'],
];

/** Values that schemas forget. */
const odd: readonly unknown[] = [
  ...[null, true, false, 0, -1, -0, 1.5, 1e21, 1e308, 2 ** 53, -(2 ** 31), [], {}, [[]], [null]],
  ...[
    '',
    ' ',
    '\t',
    '\n',
    '\r\n',
    'null',
    'undefined',
    'NaN',
    '[object Object]',
    '../..',
    '\0',
    'a\0b',
    '\u2028',
    '\ufeff',
  ],
  ...['\ud83d', `\udc00${canary}`, 'a\ud800', 'e\u0301'.repeat(50), '\u202eright to left', '<script>', '%00', '%ff'],
  ...[{ $ne: null }, { S: 'text' }, { toString: null }, { length: 5 }, ['a'], { 0: 'a' }],
];

/** The longest ends what a pattern that goes back and forth would take minutes for. */
const repeated = fc
  .tuple(
    fc.constantFrom('a', ' ', '😀', '\0', '.', 'a.', canary),
    fc.constantFrom(101, 201, 257, 4001, 5000, 200_000),
    fc.constantFrom('', '\0', '/', '@', '!'),
  )
  .map(([text, times, end]) => `${text.repeat(Math.ceil(times / text.length))}${end}`);

/** Of any code points, halves of pairs among them. fast-check's own spends seconds on the list of all that there are. */
export const anyCodePoints = (most: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: most }).map((points) => String.fromCodePoint(...points));

const broken = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...odd) },
  { weight: 2, arbitrary: repeated },
  { weight: 1, arbitrary: anyJson },
  { weight: 1, arbitrary: anyCodePoints(40) },
);

const place = fc.nat({ max: 200 });

export const valueFaults: fc.Arbitrary<ValueFault> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('replace' as const), place, value: broken }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), place }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('add' as const),
      place,
      name: fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 10 })),
      value: broken,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wrap' as const),
      place,
      in: fc.constantFrom('array' as const, 'object' as const),
    }),
  },
);

type Path = readonly (string | number)[];

/** The value with one thing wrong; the value given stays as it is. */
export function breakValue(value: unknown, fault: ValueFault): unknown {
  const paths = [...pathsOf(value, [])];
  const path = paths[fault.place % paths.length] ?? [];
  return changeAt(value, path, fault);
}

function* pathsOf(value: unknown, path: Path): Generator<Path> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    yield* pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

function changeAt(value: unknown, [head, ...rest]: Path, fault: ValueFault): unknown {
  if (head === undefined) return changed(value, fault);
  if (Array.isArray(value)) {
    const isRemoved = rest.length === 0 && fault.kind === 'remove';
    return value.flatMap((inner, index) =>
      index !== head ? [inner] : isRemoved ? [] : [changeAt(inner, rest, fault)],
    );
  }
  // Entries, not a spread: `__proto__` has to become a property like others.
  return Object.fromEntries(
    Object.entries(value as object).flatMap(([key, inner]) => {
      if (key !== head) return [[key, inner]];
      return rest.length === 0 && fault.kind === 'remove' ? [] : [[key, changeAt(inner, rest, fault)]];
    }),
  );
}

function changed(value: unknown, fault: ValueFault): unknown {
  switch (fault.kind) {
    case 'replace':
      return fault.value;
    case 'remove':
      return null;
    case 'wrap':
      return fault.in === 'array' ? [value] : { value };
    case 'add':
      if (Array.isArray(value)) return [...value, fault.value];
      if (typeof value === 'object' && value !== null) {
        return Object.fromEntries([...Object.entries(value), [fault.name, fault.value]]);
      }
      return `${value}${fault.name}`;
  }
}
