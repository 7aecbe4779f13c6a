import type { ErrorObject } from 'ajv-draft-04';

type Describe = (params: Readonly<Record<string, unknown>>, error: ErrorObject) => string;

const list = (values: readonly unknown[]) => JSON.stringify(values);
/** What is nested more deeply than the stack allows was parsed without it, but cannot be written. */
function written(data: unknown): string {
  try {
    return JSON.stringify(data);
  } catch (error) {
    if (error instanceof RangeError) return '...';
    throw error;
  }
}

const typeNames = { object: 'object', string: 'string', boolean: 'boolean' } as const;

/** How AWS's validator words a violation, by the keyword that was broken. */
const descriptions: Readonly<Record<string, Describe>> = {
  type: ({ type }, { data }) =>
    `instance type (${typeOf(data)}) does not match any allowed primitive type (allowed: ${list([type].flat())})`,
  enum: ({ allowedValues }, { data }) =>
    `instance value (${written(data)}) not found in enum (possible values: ${JSON.stringify(allowedValues)})`,
  minLength: ({ limit }, { data }) =>
    `string ${JSON.stringify(data)} is too short (length: ${String(data).length}, required minimum: ${limit})`,
  maxLength: ({ limit }, { data }) =>
    `string ${JSON.stringify(data)} is too long (length: ${String(data).length}, maximum allowed: ${limit})`,
  minimum: ({ limit }, { data }) =>
    `numeric instance is lower than the required minimum (minimum: ${limit}, found: ${data})`,
  maximum: ({ limit }, { data }) =>
    `numeric instance is greater than the required maximum (maximum: ${limit}, found: ${data})`,
  pattern: ({ pattern }, { data }) =>
    `ECMA 262 regex ${JSON.stringify(pattern)} does not match input string ${JSON.stringify(data)}`,
  minItems: ({ limit }, { data }) =>
    `array is too short: must have at least ${limit} elements but instance has ${sizeOf(data)} elements`,
  maxItems: ({ limit }, { data }) =>
    `array is too long: must have at most ${limit} elements but instance has ${sizeOf(data)} elements`,
  uniqueItems: () => 'array must not contain duplicate elements',
  oneOf: () => 'instance failed to match exactly one schema',
  anyOf: () => 'instance failed to match at least one required schema',
  not: () => 'instance matched a schema which it should not have matched',
};

/** The violations of a model as `$context.error.validationErrorString` lists them: `[one, another]`. */
export function describeViolations(errors: readonly ErrorObject[]): string {
  const missing = propertiesOf(errors, 'required', 'missingProperty');
  const unknown = propertiesOf(errors, 'additionalProperties', 'additionalProperty');
  const others = errors.flatMap((error) => {
    if (error.keyword === 'required' || error.keyword === 'additionalProperties') return [];
    return descriptions[error.keyword]?.(error.params, error) ?? `${error.instancePath} ${error.message}`.trim();
  });
  const sentences = [
    ...[...missing.values()].map((names) => `object has missing required properties (${list(names)})`),
    ...[...unknown.values()].map(
      (names) => `object instance has properties which are not allowed by the schema: ${list(names)}`,
    ),
    ...others,
  ];
  return `[${sentences.join(', ')}]`;
}

/** AWS names all missing or unknown properties of one object in one sentence. */
function propertiesOf(errors: readonly ErrorObject[], keyword: string, parameter: string): Map<string, string[]> {
  const byObject = new Map<string, string[]>();
  for (const error of errors) {
    if (error.keyword !== keyword) continue;
    const names = byObject.get(error.instancePath) ?? [];
    names.push(String(error.params[parameter]));
    byObject.set(error.instancePath, names);
  }
  return byObject;
}

function typeOf(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'array';
  if (typeof data === 'number') return Number.isInteger(data) ? 'integer' : 'number';
  return typeNames[typeof data as keyof typeof typeNames] ?? typeof data;
}

const sizeOf = (data: unknown) => (Array.isArray(data) ? data.length : 0);
