import type { BodyExpectation, Expectation, Matcher } from './conformance-case.ts';
import type { RawResponse } from './raw-client.ts';
import { differences, isMatcher, memberAt } from './shapes.ts';
import { imageText } from './stages/image.ts';

/** What one request led to. Members that cost something to find are functions. */
export interface Observation {
  readonly response: RawResponse;
  /** The event that the function got, which the function answered with. */
  readonly event: () => unknown;
  /** The events that the request's authorizer got, oldest first. */
  readonly authorizerEvents: () => Promise<readonly unknown[]>;
  /** The row that the request left in the access log of its API. */
  readonly logRow: () => unknown;
}

interface Comparison {
  readonly observation: Observation;
  /**
   * Whether the fact is of a third party: texts then compare without case, spacing and lengths, JSON by
   * its value.
   */
  readonly loose: boolean;
  readonly expected: Expectation;
}

type Comparer<K extends keyof Expectation> = (
  expected: NonNullable<Expectation[K]>,
  comparison: Comparison,
) => readonly string[] | Promise<readonly string[]>;

/** One for each member of an expectation, so that none is passed over. */
const comparers: { readonly [K in keyof Expectation]-?: Comparer<K> } = {
  status: (status, { observation }) => differences(observation.response.status, status, {}, 'status'),
  headers: (headers, comparison) =>
    Object.entries(headers).flatMap(([name, value]) => compareHeader(name, value, comparison)),
  headers_present: (names, { observation }) =>
    names.filter((name) => linesOf(observation, name).length === 0).map((name) => `the header ${name} is absent`),
  headers_absent: (names, { observation }) =>
    names.filter((name) => linesOf(observation, name).length > 0).map((name) => `the header ${name} is present`),
  header_lines: (lines, { observation }) =>
    Object.entries(lines).flatMap(([name, values]) =>
      differences(linesOf(observation, name), values, {}, `the lines of ${name}`),
    ),
  body: (body, comparison) => compareBody(body, comparison),
  event_of: () => [],
  event_subset: async (members, comparison) => {
    const event = await eventOf(comparison);
    return Object.entries(members).flatMap(([path, value]) => differences(memberAt(event, path), value, {}, path));
  },
  event_shape: async (shape, comparison) => {
    const event = await eventOf(comparison);
    if (comparison.expected.event_is_complete) return differences(event, shape, { complete: true });
    return Object.entries(shape).flatMap(([path, value]) => differences(memberAt(event, path), value, {}, path));
  },
  event_is_complete: () => [],
  event_keys_absent: async (keys, comparison) => presentOf(await eventOf(comparison), keys, 'the event'),
  event_headers_absent: async (names, comparison) => presentOf(await eventHeaders(comparison), names, 'headers'),
  event_headers_present: async (names, comparison) => absentOf(await eventHeaders(comparison), names),
  authorizer_invoked: async (invoked, { observation }) =>
    differences((await observation.authorizerEvents()).length > 0, invoked, {}, 'the invocation of the authorizer'),
  served_by: (served, { observation }) => {
    const path = served.slice(served.indexOf('/'));
    return differences(memberAt(observation.event(), 'resource'), path, {}, 'the resource that served');
  },
  pathParameters: (parameters, { observation }) =>
    differences(memberAt(observation.event(), 'pathParameters'), parameters, { complete: true }, 'pathParameters'),
  responseType: (type, { observation }) =>
    differences(memberAt(observation.logRow(), 'error.responseType'), type, {}, 'error.responseType'),
  log: (members, { observation }) => {
    const row = observation.logRow();
    return Object.entries(members).flatMap(([name, value]) => differences(memberAt(row, name), value, {}, name));
  },
  statement: () => [],
};

/** Forms of facts that only scripts read; beside them, data says the same in members that compare. */
export const scriptFacts = new Set<string>([
  'absent',
  'accesslog',
  'env',
  'format',
  'json',
  'json_schema',
  'list',
  'regex',
  'requestTime',
  'whole_batch_fails',
]);

/** Members that say nothing by themselves. */
const silent = new Set<string>(['event_of', 'event_is_complete', 'statement']);

/** Whether an expectation can fail. */
export const assertsSomething = (expected: Expectation): boolean =>
  Object.entries(expected).some(([member, value]) => {
    if (value === null || value === undefined || silent.has(member) || scriptFacts.has(member)) return false;
    return typeof value !== 'object' || Object.keys(value).length > 0;
  });

/** The members of an expectation that the suite cannot compare. */
export const unknownMembers = (expected: object): readonly string[] =>
  Object.keys(expected).filter((member) => !Object.hasOwn(comparers, member) && !scriptFacts.has(member));

/** @returns where an observation differs from what was expected; empty where it does not. */
export async function compare(
  observation: Observation,
  expected: Expectation,
  { loose }: { readonly loose: boolean },
): Promise<readonly string[]> {
  const comparison = { observation, expected, loose };
  const found = await Promise.all(
    Object.entries(expected).map(([member, value]) => {
      if (value === null || value === undefined || scriptFacts.has(member)) return [];
      // The table has a comparer of the right type for each member.
      const comparer = comparers[member as keyof Expectation] as Comparer<keyof Expectation> | undefined;
      return comparer?.(value, comparison) ?? [`the suite cannot compare '${member}'`];
    }),
  );
  return found.flat();
}

const linesOf = ({ response }: Observation, name: string): readonly string[] =>
  response.headers.filter(([found]) => found.toLowerCase() === name.toLowerCase()).map(([, value]) => value);

function compareHeader(name: string, expected: string | Matcher, { observation, loose }: Comparison): string[] {
  const lines = linesOf(observation, name);
  const actual = lines.length === 0 ? undefined : lines.join(', ');
  if (isMatcher(expected) || !loose) return differences(actual, expected, {}, `the header ${name}`);
  // Who retyped an answer kept neither its spacing nor, then, its length.
  if (name.toLowerCase() === 'content-length') return [];
  return differences(actual && normalized(actual), normalized(expected), {}, `the header ${name}`);
}

const normalized = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/\s*,\s*/g, ',')
    .replaceAll(/\s+/g, ' ')
    .trim();

function compareBody(expected: BodyExpectation, { observation, loose }: Comparison): string[] {
  const { body } = observation.response;
  const text = body.toString('utf8');
  if (expected.exact !== undefined) return compareText(text, expected.exact, loose);
  if (expected.bytes_hex !== undefined) return differences(body.toString('hex'), expected.bytes_hex, {}, 'the body');
  if (expected.decoded !== undefined)
    return differences(text, expected.decoded ? imageText : btoa(imageText), {}, 'the body');
  if (expected.contains !== undefined)
    return text.includes(expected.contains) ? [] : [`the body is ${text}. Expected: ${expected.contains} in it`];
  if (expected.regex !== undefined)
    return differences(messageOf(text) ?? text, { regex: expected.regex }, {}, 'the body');
  if (expected.json !== undefined) return differences(parsed(text), expected.json, {}, 'the body');
  if (expected.exact_json !== undefined)
    return differences(parsed(text), expected.exact_json, { complete: true }, 'the body');
  if (expected.exact_json_regex !== undefined) {
    const members = Object.entries(expected.exact_json_regex).map(([name, regex]) => [name, { regex }]);
    return differences(parsed(text), Object.fromEntries(members), { complete: true }, 'the body');
  }
  if (expected.json_schema !== undefined) return differences(parsed(text), expected.json_schema, {}, 'the body');
  if (expected.json_one_of !== undefined) {
    const value = memberAt(parsed(text), expected.field ?? 'message');
    const matched = expected.json_one_of.some((regex) => differences(value, { regex }).length === 0);
    return matched
      ? []
      : [`the body is ${text}. Expected: ${expected.field} as one of ${expected.json_one_of.join(' or ')}`];
  }
  return [`the suite cannot compare a body by '${Object.keys(expected).join(', ')}'`];
}

function compareText(actual: string, expected: string, loose: boolean): string[] {
  const value = parsed(expected);
  if (loose && typeof value === 'object') return differences(parsed(actual), value, { complete: true }, 'the body');
  return differences(actual, expected, {}, 'the body');
}

/** API Gateway says `message` mostly, and `Message` where a policy decides. */
const messageOf = (text: string) => memberAt(parsed(text), 'message') ?? memberAt(parsed(text), 'Message');

/** The value of a JSON text; `undefined` for another text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function eventOf({ observation, expected }: Comparison): Promise<unknown> {
  return expected.event_of === 'authorizer' ? (await observation.authorizerEvents()).at(-1) : observation.event();
}

const eventHeaders = async (comparison: Comparison) => memberAt(await eventOf(comparison), 'headers');

const presentOf = (value: unknown, names: readonly string[], where: string) =>
  names.filter((name) => memberAt(value, name) !== undefined).map((name) => `${where} has ${name}`);

const absentOf = (value: unknown, names: readonly string[]) =>
  names.filter((name) => memberAt(value, name) === undefined).map((name) => `headers lack ${name}`);
