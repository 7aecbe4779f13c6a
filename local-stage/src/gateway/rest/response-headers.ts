export type HeaderLine = readonly [name: string, value: string];

const namePattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** HTTP's field values: no control characters but the tab. */
const valuePattern = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A header line as it may go to the socket, its value as UTF-8 bytes; `undefined` where HTTP forbids it. */
export function toHeaderLine(name: string, value: string): HeaderLine | undefined {
  if (!namePattern.test(name)) return undefined;
  if (valuePattern.test(value) && !hasWideCharacter(value)) return [name, value];
  const bytes = Buffer.from(value, 'utf8').toString('latin1');
  return valuePattern.test(bytes) ? [name, bytes] : undefined;
}

function hasWideCharacter(value: string): boolean {
  for (let index = 0; index < value.length; index++) if (value.charCodeAt(index) > 0x7e) return true;
  return false;
}

/** The lines of `base` that `overriding` does not name, then those of `overriding`. */
export function overrideHeaders(base: readonly HeaderLine[], overriding: readonly HeaderLine[]): HeaderLine[] {
  if (overriding.length === 0) return [...base];
  const names = new Set(overriding.map(([name]) => name.toLowerCase()));
  return [...base.filter(([name]) => !names.has(name.toLowerCase())), ...overriding];
}
