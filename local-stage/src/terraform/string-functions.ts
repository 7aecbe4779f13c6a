import { EvaluationError } from './errors.ts';
import { jsonEncode } from './json-functions.ts';
import { isPrimitive, toElements, toNumber, toText, type Value } from './values.ts';

/** Terraform's functions on strings. Source: Terraform's page "Built-in Functions", section "String Functions". */
export const stringFunctions = {
  chomp: { arity: [1, 1], call: (text) => toText(text).replace(/(\r\n|[\r\n])+$/, '') },
  endswith: { arity: [2, 2], call: (text, suffix) => toText(text).endsWith(toText(suffix)) },
  format: { arity: [1, Infinity], call: (pattern, ...values) => format(toText(pattern), values) },
  join: {
    arity: [2, Infinity],
    call: (separator, ...lists) =>
      lists
        .flatMap((list) => toElements(list))
        .map(joinable)
        .join(toText(separator)),
  },
  lower: { arity: [1, 1], call: (text) => toText(text).toLowerCase() },
  replace: {
    arity: [3, 3],
    call: (text, search, replacement) => replace(toText(text), toText(search), toText(replacement)),
  },
  split: { arity: [2, 2], call: (separator, text) => splitText(toText(separator), toText(text)) },
  startswith: { arity: [2, 2], call: (text, prefix) => toText(text).startsWith(toText(prefix)) },
  strcontains: { arity: [2, 2], call: (text, part) => toText(text).includes(toText(part)) },
  substr: {
    arity: [3, 3],
    call: (text, offset, length) => substring([...toText(text)], toNumber(offset), toNumber(length)),
  },
  title: {
    arity: [1, 1],
    call: (text) => toText(text).replaceAll(/(?<![\p{L}\p{N}_])\p{L}/gu, upper),
  },
  trim: { arity: [2, 2], call: (text, cutset) => trimText(toText(text), toText(cutset)) },
  trimprefix: { arity: [2, 2], call: (text, prefix) => withoutPrefix(toText(text), toText(prefix)) },
  trimspace: { arity: [1, 1], call: (text) => toText(text).trim() },
  trimsuffix: { arity: [2, 2], call: (text, suffix) => withoutSuffix(toText(text), toText(suffix)) },
  upper: { arity: [1, 1], call: (text) => upper(toText(text)) },
} as const satisfies FunctionTable;

/** A function of the Terraform language: how many arguments it takes, and what it makes of them. */
interface TerraformFunction {
  readonly arity: readonly [minimum: number, maximum: number];
  /** Gets as many arguments as `arity` allows: who calls checks. */
  readonly call: (...args: Value[]) => Value;
}

export type FunctionTable = Readonly<Record<string, TerraformFunction>>;

function joinable(value: Value): string {
  if (isPrimitive(value)) return toText(value);
  throw new EvaluationError('join: an element that is no string');
}

const splitText = (separator: string, text: string): readonly string[] =>
  separator === '' ? [...text] : text.split(separator);

/** Letter by letter: one without an upper case of its own, such as ß, stays. */
const upper = (text: string) =>
  Array.from(text, (letter) => (letter.toUpperCase().length === letter.length ? letter.toUpperCase() : letter)).join(
    '',
  );

const withoutPrefix = (text: string, prefix: string) => (text.startsWith(prefix) ? text.slice(prefix.length) : text);

const withoutSuffix = (text: string, suffix: string) =>
  suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;

function replace(text: string, search: string, replacement: string): string {
  if (search.length > 1 && search.startsWith('/') && search.endsWith('/')) {
    throw new EvaluationError(
      'replace: a regular expression, which the local stage does not evaluate. Expected: plain text',
    );
  }
  return text.replaceAll(search, () => replacement);
}

function substring(characters: readonly string[], offset: number, length: number): string {
  const start = offset < 0 ? Math.max(characters.length + offset, 0) : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join('');
}

function trimText(text: string, cutset: string): string {
  const cut = new Set(cutset);
  const characters = [...text];
  const first = characters.findIndex((character) => !cut.has(character));
  const last = characters.findLastIndex((character) => !cut.has(character));
  return first < 0 ? '' : characters.slice(first, last + 1).join('');
}

/** `%s`, `%d`, `%v`, `%t`, `%q`, `%x` and `%f` with their widths. Source: Terraform's page "format Function". */
function format(pattern: string, values: readonly Value[]): string {
  let next = 0;
  const text = pattern.replaceAll(
    /%(%|([-0]*)(\d*)(?:\.(\d+))?(.?))/gsu,
    (spec, whole, flags, width, precision, verb) => {
      if (whole === '%') return '%';
      const value = values[next++];
      if (value === undefined || value === null) throw new EvaluationError(`format: no argument for ${spec}`);
      return padded(verbText(verb, value, precision), flags, Number(width));
    },
  );
  if (next < values.length) throw new EvaluationError(`format: ${values.length} arguments for ${next} verbs`);
  return text;
}

function padded(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0')) return text.padStart(width);
  return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
}

function verbText(verb: string, value: Value, precision: string | undefined): string {
  if (verb === 'f') return toNumber(value).toFixed(precision === undefined ? 6 : Number(precision));
  if (precision !== undefined)
    throw new EvaluationError(`format: a precision for %${verb}, which the local stage does not evaluate`);
  if (verb === 's') return toText(value);
  if (verb === 'd') return toText(wholeNumber(value));
  if (verb === 'x') return wholeNumber(value).toString(16);
  if (verb === 'q') return jsonEncode(toText(value));
  if (verb === 't' && typeof value === 'boolean') return String(value);
  if (verb === 'v') return typeof value === 'string' ? value : jsonEncode(value);
  throw new EvaluationError(`format: the verb %${verb}. Expected one of: %s %d %v %t %q %x %f %%`);
}

function wholeNumber(value: Value): number {
  const found = toNumber(value);
  if (!Number.isInteger(found)) throw new EvaluationError(`format: ${found} is no whole number`);
  return found;
}
