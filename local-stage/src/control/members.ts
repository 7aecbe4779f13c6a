import { ControlRefused } from './refused.ts';

/** Members of a document, of which each is read or refused by name. */
export interface Members {
  readonly has: (name: string) => boolean;
  text(name: string): string;
  optionalText(name: string): string | undefined;
  /** A number within the range, its ends included. */
  number(name: string, from: number, to: number): number;
  integer(name: string, from: number, to: number): number;
  /** @default `fallback` where the member is absent */
  optionalInteger<Fallback>(name: string, from: number, to: number, fallback: Fallback): number | Fallback;
  object(name: string, known: readonly string[]): Members;
}

/**
 * @param what in messages: "the rule".
 * @param known names that the document may have.
 * @throws {ControlRefused} for what is no object, or has other members; like the reading methods.
 */
export function membersOf(document: unknown, what: string, known: readonly string[]): Members {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new ControlRefused(`${what} is ${JSON.stringify(document)}. Expected: an object with ${known.join(', ')}`);
  }
  const unknown = Object.keys(document).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ControlRefused(
      `${what} has the unknown member "${unknown}". Expected some of: ${known.join(', ')}`,
      known,
    );
  }
  const memberOf = (name: string): unknown => Reflect.get(document, name);
  const refuse = (name: string, expected: string): never => {
    throw new ControlRefused(`${name} of ${what} is ${JSON.stringify(memberOf(name))}. Expected: ${expected}`);
  };
  const members: Members = {
    has: (name) => memberOf(name) !== undefined,
    text(name) {
      const value = memberOf(name);
      return typeof value === 'string' && value !== '' ? value : refuse(name, 'a text');
    },
    optionalText: (name) => (members.has(name) ? members.text(name) : undefined),
    number(name, from, to) {
      const value = memberOf(name);
      const isInRange = typeof value === 'number' && value >= from && value <= to;
      return isInRange ? value : refuse(name, `a number from ${from} to ${to}`);
    },
    integer(name, from, to) {
      const value = memberOf(name);
      const isInRange = typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to;
      return isInRange ? value : refuse(name, `a whole number from ${from} to ${to}`);
    },
    optionalInteger: (name, from, to, fallback) => (members.has(name) ? members.integer(name, from, to) : fallback),
    object: (name, nested) => membersOf(memberOf(name), `${name} of ${what}`, nested),
  };
  return members;
}
