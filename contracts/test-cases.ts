import type { ErrorCode } from './errors.ts';
import type { ApiKind, Operation } from './route-table.ts';

/**
 * What the tests of a row have to show, derived from the row: its answers, its errors, who is kept out,
 * and each input that it can refuse. A run compares it with what was sent and answered.
 */

/** A request that a test sent, and its answer. */
export interface Observation {
  readonly operationId: string;
  /** Id of who called; empty for nobody. */
  readonly caller: string;
  /** What the test made of the caller: `owner`, `member` or `stranger` of the resource, or another word. */
  readonly role: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly status: number;
  /** The problem's code, or the gateway's own message. */
  readonly code?: string;
  /** Places that the problem names as wrong. */
  readonly places: readonly string[];
  readonly idempotencyKey?: string;
  /** Digest of the body that was sent. */
  readonly sent: string;
  /** Digest of the answer's body. */
  readonly received: string;
}

export const testCaseKinds = [
  'answers',
  'errors',
  'stranger',
  'non-owner',
  'body',
  'parameters',
  'headers',
  'replay',
] as const;
export type TestCaseKind = (typeof testCaseKinds)[number];

export interface TestCase {
  readonly kind: TestCaseKind;
  /** What is missing if nothing shows it: `the header If-Match, refused`. */
  readonly name: string;
  /** @param own observations of the row. @param all those of every row. */
  isShownBy(own: readonly Observation[], all: readonly Observation[]): boolean;
}

/** What the gateway says of a body that breaks the model ("BAD_REQUEST_BODY"). */
const invalidBody = 'Invalid request body';

/** @param seenElsewhere codes that no request can bring about at will. */
export function testCasesOf(
  operation: Operation,
  kind: ApiKind,
  seenElsewhere: ReadonlySet<ErrorCode> = new Set(),
): readonly TestCase[] {
  return [
    ...operation.answers.map(({ status }) => shown('answers', String(status), (seen) => seen.status === status)),
    ...operation.errors
      .filter((code) => !seenElsewhere.has(code))
      .map((code) => shown('errors', code, (seen) => seen.code === code)),
    ...accessCases(operation),
    ...bodyCases(operation, kind),
    ...parameterCases(operation),
    ...headerCases(operation),
    ...replayCases(operation),
  ];
}

const shown = (kind: TestCaseKind, name: string, isOne: (seen: Observation) => boolean): TestCase => ({
  kind,
  name,
  isShownBy: (own) => own.some(isOne),
});

const isSuccess = ({ status }: Observation) => status >= 200 && status < 300;

/** Whoever signs in may call the row: then what the path names decides. */
function accessCases({ access, pathParameters, errors }: Operation): readonly TestCase[] {
  const [first] = pathParameters;
  const isOfCallers = access.kind === 'user' || access.kind === 'partner';
  const stranger: TestCase = {
    kind: 'stranger',
    name: `a stranger to the ${first?.name ?? 'path'} of what others have reached`,
    isShownBy: (own, all) =>
      own.some(
        (seen) =>
          seen.role === 'stranger' &&
          seen.code === 'NOT_FOUND' &&
          all.some(
            (other) => isSuccess(other) && other.caller !== seen.caller && sharesFirst(first?.name, seen, other),
          ),
      ),
  };
  return [
    ...(isOfCallers && first ? [stranger] : []),
    ...(errors.includes('FORBIDDEN')
      ? [
          shown(
            'non-owner',
            'a member who is no owner, FORBIDDEN',
            ({ role, code }) => role === 'member' && code === 'FORBIDDEN',
          ),
        ]
      : []),
  ];
}

function sharesFirst(name: string | undefined, one: Observation, other: Observation): boolean {
  const value = name === undefined ? undefined : one.pathParameters[name];
  return value !== undefined && Object.values(other.pathParameters).includes(value);
}

/** Only a REST API has models, with which it refuses before the handler. */
function bodyCases({ body }: Operation, kind: ApiKind): readonly TestCase[] {
  if (body === undefined) return [];
  return [
    ...(kind === 'rest'
      ? [shown('body', `a body that breaks ${body}, refused by the gateway`, ({ code }) => code === invalidBody)]
      : []),
    shown('body', `a body that breaks ${body}, refused by the handler`, ({ code }) => code === 'VALIDATION_FAILED'),
    shown('body', 'a body that is no JSON', ({ code }) => code === 'INVALID_JSON'),
  ];
}

const parameterCases = ({ pathParameters, queryParameters }: Operation): readonly TestCase[] =>
  [...pathParameters, ...queryParameters].map(({ name }) => refused('parameters', name));

function headerCases({ ifMatch, idempotency }: Operation): readonly TestCase[] {
  return [
    ...(ifMatch === undefined ? [] : [refused('headers', 'If-Match')]),
    ...(idempotency === 'key' ? [refused('headers', 'Idempotency-Key')] : []),
  ];
}

const refused = (kind: TestCaseKind, name: string): TestCase =>
  shown(kind, `a bad ${name}`, ({ code, places }) => code === 'INVALID_PARAMETER' && places.includes(name));

function replayCases({ idempotency }: Operation): readonly TestCase[] {
  if (idempotency !== 'key') return [];
  return [
    {
      kind: 'replay',
      name: 'a request that comes again with its Idempotency-Key and gets the same answer',
      isShownBy: (own) =>
        own.some((seen, place) => isSuccess(seen) && own.slice(place + 1).some((again) => isReplay(seen, again))),
    },
  ];
}

const isReplay = (first: Observation, again: Observation): boolean =>
  first.idempotencyKey !== undefined &&
  first.idempotencyKey === again.idempotencyKey &&
  first.caller === again.caller &&
  first.sent === again.sent &&
  first.status === again.status &&
  first.received === again.received;
