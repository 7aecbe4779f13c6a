import { compileWholeMatch } from '../patterns.ts';

/** A method of a value in a template, by the shape that the velocity engine asks for. */
interface MethodHandler {
  readonly uid: string;
  match(call: { readonly property: string; readonly context: unknown }): boolean;
  resolve(call: { readonly context: unknown; readonly params: readonly unknown[] }): unknown;
}

type StringMethod = (text: string, ...params: readonly unknown[]) => unknown;

const patterns = new Map<string, RegExp>();

function wholeMatch(pattern: string): RegExp {
  const compiled = patterns.get(pattern) ?? compileWholeMatch(pattern);
  patterns.set(pattern, compiled);
  return compiled;
}

/** Java's methods of a string that JavaScript lacks or names otherwise. */
const methods = {
  matches: (text, pattern) => wholeMatch(String(pattern)).test(text),
  contains: (text, part) => text.includes(String(part)),
  equals: (text, other) => text === other,
  equalsIgnoreCase: (text, other) => text.toLowerCase() === String(other).toLowerCase(),
  isEmpty: (text) => text === '',
  length: (text) => text.length,
  replaceAll: (text, pattern, replacement) => text.replace(new RegExp(String(pattern), 'g'), String(replacement)),
  replaceFirst: (text, pattern, replacement) => text.replace(new RegExp(String(pattern)), String(replacement)),
  replace: (text, part, replacement) => text.replaceAll(String(part), () => String(replacement)),
  split: (text, pattern) => text.split(new RegExp(String(pattern))),
} as const satisfies Record<string, StringMethod>;

/** Names that JavaScript's strings share with Java's. */
const sharedMethods = [
  'charAt',
  'concat',
  'endsWith',
  'indexOf',
  'lastIndexOf',
  'startsWith',
  'substring',
  'toLowerCase',
  'toString',
  'toUpperCase',
  'trim',
] as const;

/** Every method of a string that a template may call. */
export const stringMethodNames: readonly string[] = [...Object.keys(methods), ...sharedMethods];

export const stringMethods: readonly MethodHandler[] = Object.entries(methods).map(([name, method]) => ({
  uid: `java.lang.String.${name}`,
  match: ({ property, context }) => property === name && typeof context === 'string',
  resolve: ({ context, params }) => (method as StringMethod)(String(context), ...params),
}));
