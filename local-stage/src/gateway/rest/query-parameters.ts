/** Query parameters by name, decoded, with all their values in the order sent; `null` without a query. */
export type QueryParameters = Readonly<Record<string, readonly string[]>> | null;

/**
 * Reads a query as a REST API does: `+` is a space, and a semicolon that is not percent-encoded
 * separates parameters as the ampersand does. ("Amazon API Gateway important notes")
 */
export function parseQuery(rawQuery: string): QueryParameters {
  if (rawQuery === '') return null;
  const parameters: Record<string, string[]> = Object.create(null);
  for (const pair of rawQuery.split(/[&;]/)) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1));
    const values = parameters[name];
    if (values) values.push(value);
    else parameters[name] = [value];
  }
  return Object.keys(parameters).length > 0 ? parameters : null;
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** Of each repeated parameter or header the last value, as the single-value maps of an event hold it. */
export function lastValues(values: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  const single: Record<string, string> = Object.create(null);
  for (const name in values) single[name] = values[name]?.at(-1) ?? '';
  return single;
}
