/** Compares values with what a fact says of them, and says where they differ. */

/** Words that stand for any value of a kind, as the facts write them. */
const placeholders: readonly (readonly [pattern: RegExp, kind: string, test: (value: unknown) => boolean])[] = [
  [/^(?:<string: digits>)$/, 'a string of digits', (value) => typeof value === 'string' && /^\d+$/.test(value)],
  [
    /^<string: dd\/MMM\/yyyy/,
    'a time as dd/MMM/yyyy:HH:mm:ss +0000',
    (value) => typeof value === 'string' && /^\d{2}\/[A-Z][a-z]{2}\/\d{4}:\d{2}:\d{2}:\d{2} \+0000$/.test(value),
  ],
  [
    /^<string: 'EEE MMM dd/,
    'a time as EEE MMM dd HH:mm:ss UTC yyyy',
    (value) =>
      typeof value === 'string' && /^[A-Z][a-z]{2} [A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2} UTC \d{4}$/.test(value),
  ],
  [/^<ms epoch string>$/, 'milliseconds as a string', (value) => typeof value === 'string' && /^\d{13}$/.test(value)],
  [/^<32 hex>$/, '32 hexadecimal digits', (value) => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value)],
  [
    /^(?:<uuid>|uuid)$/,
    'a UUID',
    (value) => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  ],
  [/^hex$/, 'hexadecimal digits', (value) => typeof value === 'string' && /^[0-9a-f]+$/i.test(value)],
  [/^base64$/, 'base64', (value) => typeof value === 'string' && /^[\w+/]+=*$/.test(value)],
  [/^jwt$/, 'a JSON Web Token', (value) => typeof value === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)],
  [/^jwe$/, 'an encrypted token', (value) => typeof value === 'string' && /^[\w-]+(?:\.[\w-]*){4}$/.test(value)],
  [/^(?:<string>|str)$/, 'a string', (value) => typeof value === 'string' && value.length > 0],
  [/^<number>$/, 'a number', (value) => typeof value === 'number'],
];

export interface ShapeOptions {
  /** Whether members that the shape does not name are differences. @default false */
  readonly complete?: boolean;
}

/** @returns the differences, each with its path; empty where the value is as described. */
export function differences(actual: unknown, expected: unknown, options: ShapeOptions = {}, path = ''): string[] {
  if (isMatcher(expected)) return differenceFromRegex(actual, expected.regex, path);
  if (typeof expected === 'string') return differenceFromText(actual, expected, path);
  if (Array.isArray(expected)) return differencesOfList(actual, expected, options, path);
  if (isObject(expected)) return differencesOfObject(actual, expected, options, path);
  return actual === expected ? [] : [difference(path, actual, show(expected))];
}

export const isMatcher = (value: unknown): value is { readonly regex: string } =>
  isObject(value) && Object.keys(value).length === 1 && typeof value['regex'] === 'string';

function differenceFromRegex(actual: unknown, regex: string, path: string): string[] {
  if (typeof actual === 'string' && new RegExp(`^(?:${regex})$`, 's').test(actual)) return [];
  return [difference(path, actual, `what matches /${regex}/`)];
}

function differenceFromText(actual: unknown, expected: string, path: string): string[] {
  const [, kind, test] = placeholders.find(([pattern]) => pattern.test(expected)) ?? [];
  if (kind !== undefined && test) return test(actual) ? [] : [difference(path, actual, kind)];
  return actual === expected ? [] : [difference(path, actual, show(expected))];
}

function differencesOfList(actual: unknown, expected: readonly unknown[], options: ShapeOptions, path: string) {
  if (!Array.isArray(actual) || actual.length !== expected.length) return [difference(path, actual, show(expected))];
  return expected.flatMap((element, index) => differences(actual[index], element, options, `${path}[${index}]`));
}

function differencesOfObject(
  actual: unknown,
  expected: Readonly<Record<string, unknown>>,
  options: ShapeOptions,
  path: string,
): string[] {
  if (!isObject(actual)) return [difference(path, actual, show(expected))];
  const named = Object.entries(expected).flatMap(([key, member]) =>
    differences(actual[key], member, options, path === '' ? key : `${path}.${key}`),
  );
  if (!options.complete) return named;
  const surplus = Object.keys(actual).filter((key) => !Object.hasOwn(expected, key));
  return [...named, ...surplus.map((key) => difference(`${path}.${key}`, actual[key], 'no such member'))];
}

/** The member at a dotted path; names that hold dots, or colons, are found too. */
export function memberAt(value: unknown, path: string): unknown {
  if (!isObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  const prefix = Object.keys(value).find((key) => path.startsWith(`${key}.`));
  return prefix === undefined ? undefined : memberAt(value[prefix], path.slice(prefix.length + 1));
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const difference = (path: string, actual: unknown, expected: string) =>
  `${path || 'the value'} is ${show(actual)}. Expected: ${expected}`;

const show = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value));
