import { EvaluationError, TerraformError } from './errors.ts';
import { fromJson } from './json-functions.ts';
import { objectOf, TerraformSet, toBoolean, toElements, toNumber, toObject, toText, type Value } from './values.ts';

const conversions: Readonly<Record<string, (value: Value) => Value>> = {
  any: (value) => value,
  string: toText,
  number: toNumber,
  bool: toBoolean,
};

/**
 * A variable's default as a value of the variable's type.
 *
 * @param type a primitive type, `any`, or `list(...)`, `set(...)`, `map(...)` of such a type. @default any
 * @throws {TerraformError} for another type, or a default that does not convert.
 */
export function convertTo(address: string, type: unknown, json: unknown): Value {
  const text = type === undefined ? 'any' : String(type).replaceAll(/^\$\{|\}$|\s/g, '');
  try {
    return json === null ? null : converted(text, fromJson(json));
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new TerraformError(address, `the default is no ${text}: ${error.message}`);
  }
}

function converted(type: string, value: Value): Value {
  const [, collection, inner = 'any'] = /^(list|set|map)(?:\((.+)\))?$/.exec(type) ?? [];
  const convert = (element: Value) => converted(inner, element);
  if (collection === 'list') return toElements(value).map(convert);
  if (collection === 'set') return TerraformSet.of(toElements(value).map(convert));
  if (collection === 'map')
    return objectOf(Object.entries(toObject(value)).map(([key, element]) => [key, convert(element)]));
  const conversion = Object.hasOwn(conversions, type) ? conversions[type] : undefined;
  if (!conversion)
    throw new EvaluationError(
      `the local stage does not know the type '${type}'. Expected one of: ${Object.keys(conversions).join(', ')}, list(...), set(...), map(...)`,
    );
  return conversion(value);
}
