/**
 * Checks over values that people write by hand. Each gives one line for each problem: where it is,
 * what was found, what was expected.
 */
export type Check = (path: string, value: unknown) => readonly string[];

/** Refuses a value for which `holds` is false. */
export function rule(expected: string, holds: (value: unknown) => boolean): Check {
  return (path, value) =>
    holds(value) ? [] : [`'${path}' is ${JSON.stringify(value) ?? 'missing'}. Expected: ${expected}`];
}

/** A string that the pattern matches. */
export function text(expected: string, pattern: RegExp): Check {
  return rule(expected, (value) => typeof value === 'string' && pattern.test(value));
}

export function oneOf(values: readonly unknown[]): Check {
  return rule(`one of ${values.join(', ')}`, (value) => values.includes(value));
}

export const trueOrFalse: Check = rule('true or false', (value) => typeof value === 'boolean');

export function wholeNumber(expected: string, minimum: number, maximum: number): Check {
  return rule(
    `${expected}, a whole number from ${minimum} to ${maximum}`,
    (value) => Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum,
  );
}

/** A list without repetitions; every element passes `check`. */
export function list(check: Check, expected: string, minimumLength = 0): Check {
  const isList = rule(
    `a list of ${expected}, ${minimumLength} or more, each once`,
    (value) => Array.isArray(value) && value.length >= minimumLength && new Set(value).size === value.length,
  );
  return (path, value) => {
    const problems = isList(path, value);
    if (problems.length > 0 || !Array.isArray(value)) return problems;
    return value.flatMap((element, index) => check(`${path}[${index}]`, element));
  };
}

/** A value that may be left out. */
export function optional(check: Check): Check {
  return (path, value) => (value === undefined ? [] : check(path, value));
}

/** An object with exactly these fields. */
export function shape<T extends object>(fields: { readonly [F in keyof T]-?: Check }): Check {
  const checks = Object.entries<Check>(fields);
  const names = checks.map(([name]) => name);
  return (path, value) => {
    if (typeof value !== 'object' || value === null) {
      return [`'${path}' is ${JSON.stringify(value) ?? 'missing'}. Expected: the fields ${names.join(', ')}`];
    }
    const at = (name: string) => (path === '' ? name : `${path}.${name}`);
    const found: Readonly<Record<string, unknown>> = { ...value };
    const unknown = Object.keys(found).filter((name) => !names.includes(name));
    return [
      ...unknown.map((name) => `'${at(name)}' is no field. Expected one of: ${names.join(', ')}`),
      ...checks.flatMap(([name, check]) => check(at(name), found[name])),
    ];
  };
}
