import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { canary } from './valid-values.ts';

/** A way to break the bytes of a JSON text. */
export interface TextFault {
  readonly kind: keyof typeof kinds;
  /** Where in the text, from 0 to 1; for some kinds how much. */
  readonly at: number;
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const insert = (text: string, at: number, piece: string) => {
  const place = Math.floor(at * text.length);
  return `${text.slice(0, place)}${piece}${text.slice(place)}`;
};
/** A second member before the last brace. */
const withMember = (text: string, member: string) => text.replace(/\}\s*$/, `${text.length > 2 ? ',' : ''}${member}}`);
const nested = (depth: number, open: string, close: string) => `${open.repeat(depth)}1${close.repeat(depth)}`;
const depthOf = (at: number) => (at < 0.4 ? 100 : at < 0.7 ? 1_000 : at < 0.9 ? 10_000 : 100_000);

/** By name, so that a fault reads in a report. */
const kinds = {
  empty: () => '',
  blank: () => ' \r\n\t',
  'cut off': (text: string, at: number) => text.slice(0, Math.floor(at * text.length)),
  'something inserted': (text: string, at: number) => insert(text, at, ','),
  'NUL inserted': (text: string, at: number) => insert(text, at, '\0'),
  'newline inserted': (text: string, at: number) => insert(text, at, '\n'),
  'byte order mark': (text: string) => `\ufeff${text}`,
  'followed by more': (text: string) => `${text}${text}`,
  comment: (text: string) => `/* ${canary} */${text}`,
  'single quotes': (text: string) => text.replaceAll('"', "'"),
  'no quotes': (text: string) => text.replaceAll('"', ''),
  NaN: (text: string) => withMember(text, '"n":NaN'),
  'a number of no size': (text: string) => withMember(text, '"n":1e999'),
  'a number of many digits': (text: string) => withMember(text, `"n":${'9'.repeat(5_000)}`),
  'a number instead': () => '-1e400',
  'a name twice': (text: string) => withMember(text, text.slice(1, text.length - 1) || '"a":1,"a":2'),
  __proto__: (text: string) => withMember(text, '"__proto__":{"isAdmin":true,"name":"p"}'),
  'half a character': (text: string) => text.replace(/:\s*"/, ':"\\ud83d'),
  'half a character in a name': (text: string) => withMember(text, '"\\udc00":1'),
  'deep arrays': (_: string, at: number) => nested(depthOf(at), '[', ']'),
  'deep objects': (_: string, at: number) => nested(depthOf(at), '{"a":', '}'),
  'a deep member': (text: string, at: number) => withMember(text, `"data":${nested(depthOf(at), '[', ']')}`),
  'a deep object in a member': (text: string, at: number) =>
    withMember(text, `"data":${nested(depthOf(at), '{"a":', '}')}`),
  'a deep member with a broken escape': (text: string, at: number) =>
    withMember(text, `"data":["\\ud83d",${nested(depthOf(at), '[', ']')}]`),
  'invalid UTF-8': (text: string, at: number) => latin1(insert(text, at, '\xff\xfe')),
  'a broken sequence': (text: string) => latin1(text.replace(/:\s*"/, ':"\xe2\x28\xa1')),
  'a surrogate in UTF-8': (text: string) => latin1(text.replace(/:\s*"/, ':"\xed\xa0\x80')),
  'UTF-16': (text: string) => Buffer.from(text, 'utf16le'),
  gzip: (text: string) => gzipSync(text),
  bytes: (_: string, at: number) =>
    Buffer.from(Array.from({ length: 256 }, (__, index) => (index * (1 + Math.floor(at * 9))) & 255)),
  'a deep value': (text: string, at: number) =>
    text.replace(/:\s*("(?:[^"\\]|\\.)*"|-?[\d.]+)/, () => `:${nested(depthOf(at), '[', ']')}`),
  'an array of it': (text: string) => `[${text}]`,
  'a text of it': (text: string) => JSON.stringify(text),
  form: () => `name=${canary}&title=a+b`,
  XML: () => '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
  'far too long': (text: string) => withMember(text, `"pad":"${'x'.repeat(300_000)}"`),
} as const satisfies Record<string, (text: string, at: number) => string | Buffer>;

export const textFaults: fc.Arbitrary<TextFault> = fc.record({
  kind: fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])),
  at: fc.double({ min: 0, max: 0.999, noNaN: true }),
});

export function breakText(text: string, { kind, at }: TextFault): Buffer {
  const broken = kinds[kind](text, at);
  return typeof broken === 'string' ? Buffer.from(broken) : broken;
}
