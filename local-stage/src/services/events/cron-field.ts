/** One field of a cron expression: what it may hold. */
export interface FieldForm {
  /** `Minutes`, as the guide calls it. */
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  /** Names of the values, from the minimum on: `JAN`. @default none */
  readonly names?: readonly string[];
}

/** What a field cannot be. */
export class CronFieldError extends Error {
  override readonly name = 'CronFieldError';
  constructor({ name, minimum, maximum, names }: FieldForm, text: string, why: string) {
    const named = names ? ` or ${names.at(0)}-${names.at(-1)}` : '';
    super(`${name} is '${text}': ${why}. Expected: ${minimum}-${maximum}${named}, with , - * / between them`);
  }
}

/**
 * The values of a field, which is a list of values, ranges, `*` and increments: `1/10`, `8-17/2`.
 *
 * @throws {CronFieldError}
 */
export function readField(text: string, form: FieldForm): ReadonlySet<number> {
  return new Set(text.split(',').flatMap((part) => readPart(part, text, form)));
}

/** @throws {CronFieldError} for what is neither a number of the field nor a name. */
export function readValue(text: string, whole: string, form: FieldForm): number {
  const { minimum, maximum, names = [] } = form;
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return minimum + named;
  if (!/^\d{1,4}$/.test(text)) throw new CronFieldError(form, whole, `'${text}' is no value`);
  const value = Number(text);
  if (value < minimum || value > maximum) throw new CronFieldError(form, whole, `${value} is out of range`);
  return value;
}

function readPart(part: string, whole: string, form: FieldForm): readonly number[] {
  const [range = '', increment, ...others] = part.split('/');
  if (others.length > 0) throw new CronFieldError(form, whole, 'it has two increments');
  const [from, to] = readRange(range, increment !== undefined, whole, form);
  const by = increment === undefined ? 1 : readIncrement(increment, whole, form);
  const values: number[] = [];
  for (let value = from; value <= to; value += by) values.push(value);
  return values;
}

/** A value before an increment stands for all from it on. */
function readRange(text: string, hasIncrement: boolean, whole: string, form: FieldForm): readonly [number, number] {
  if (text === '*') return [form.minimum, form.maximum];
  const [first = '', last, ...others] = text.split('-');
  if (others.length > 0) throw new CronFieldError(form, whole, `'${text}' is no range`);
  const from = readValue(first, whole, form);
  if (last === undefined) return [from, hasIncrement ? form.maximum : from];
  const to = readValue(last, whole, form);
  if (to < from) throw new CronFieldError(form, whole, `the range ${text} ends before it begins`);
  return [from, to];
}

function readIncrement(text: string, whole: string, form: FieldForm): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new CronFieldError(form, whole, `'${text}' is no increment of 1 or more`);
}
