import { AwsError } from './service.ts';

/** Reads the members of an operation's input, and refuses what the API's model does not allow. */
export interface Members {
  /** @throws {AwsError} where the member is missing. */
  text(name: string): string;
  optionalText(name: string): string | undefined;
  /** @default false */
  flag(name: string): boolean;
  optionalFlag(name: string): boolean | undefined;
  /** @throws {AwsError} for a number outside the range or with a fraction. */
  optionalInteger(name: string, minimum: number, maximum: number): number | undefined;
  /** A map of text to text. @default empty */
  textMap(name: string): Readonly<Record<string, string>>;
  /** A list of text. @default empty */
  texts(name: string): readonly string[];
  /** A list of structures. @default empty */
  structures(name: string): readonly Members[];
}

/**
 * @param document the input.
 * @param violationCode the service's error for an input that breaks the model: `InvalidParameterException`,
 *   `ValidationException`.
 */
export function readMembers(document: Readonly<Record<string, unknown>>, violationCode: string): Members {
  const violation = (name: string, value: string, constraint: string) => {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    const what = `Value ${value} at '${member}' failed to satisfy constraint: ${constraint}`;
    return new AwsError(violationCode, `1 validation error detected: ${what}`);
  };
  const read = <Value>(name: string, isValue: (value: unknown) => value is Value, type: string): Value | undefined => {
    const value = document[name] ?? undefined;
    if (value === undefined || isValue(value)) return value;
    throw new AwsError('SerializationException', `${name} can not be converted to ${type}`);
  };
  const optionalText = (name: string) => read(name, isText, 'a String');
  const optionalFlag = (name: string) => read(name, isFlag, 'a Boolean');

  return {
    optionalText,
    text(name) {
      const value = optionalText(name);
      if (value === undefined) throw violation(name, 'null', 'Member must not be null');
      return value;
    },
    flag: (name) => optionalFlag(name) ?? false,
    optionalFlag,
    optionalInteger(name, minimum, maximum) {
      const value = read(name, isInteger, 'an Integer');
      if (value === undefined || (value >= minimum && value <= maximum)) return value;
      const bound = value < minimum ? `greater than or equal to ${minimum}` : `less than or equal to ${maximum}`;
      throw violation(name, `'${value}'`, `Member must have value ${bound}`);
    },
    textMap: (name) => read(name, isTextMap, 'a map of Strings') ?? {},
    texts: (name) => read(name, isTextList, 'a list of Strings') ?? [],
    structures: (name) =>
      (read(name, isStructureList, 'a list of structures') ?? []).map((item) => readMembers(item, violationCode)),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isInteger = (value: unknown): value is number => Number.isInteger(value);
const isStructure = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextMap = (value: unknown): value is Record<string, string> =>
  isStructure(value) && Object.values(value).every(isText);
const isTextList = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isStructureList = (value: unknown): value is Record<string, unknown>[] =>
  Array.isArray(value) && value.every(isStructure);
