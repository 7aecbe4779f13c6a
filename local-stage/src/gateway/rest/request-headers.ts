/** The headers of a request, found by name in any casing. */
export interface RequestHeaders {
  /** The last value of a header; `undefined` where it was not sent. */
  get(name: string): string | undefined;
  /** Every header once, with the casing of its first appearance and all its values in the order sent. */
  entries(): Iterable<RequestHeader>;
}

interface RequestHeader {
  readonly name: string;
  readonly values: readonly string[];
}

export function readHeaders(pairs: readonly (readonly [name: string, value: string])[]): RequestHeaders {
  const byName = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const header = byName.get(key);
    if (header) header.values.push(value);
    else byName.set(key, { name, values: [value] });
  }
  return {
    get: (name) => byName.get(name.toLowerCase())?.values.at(-1),
    entries: () => byName.values(),
  };
}

/** `application/json; charset=utf-8` -> `application/json`, in lower case. */
export function mediaTypeOf(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/** API Gateway takes a request without a content type for JSON. ("Integration passthrough behaviors") */
export const defaultMediaType = 'application/json';
