import type { Fault } from '../faults.ts';
import { type Members, membersOf } from './members.ts';
import { ControlRefused } from './refused.ts';
import { largestSeed } from './seeded-random.ts';

/** Which calls meet which fault, and how often. Without `times` or `rate` every call meets it. */
export interface FaultRule {
  /** A service's operation, `sqs:SendMessage`, all of a service's, `dynamodb:*`, or a function, `lambda:<function name>`. */
  readonly target: string;
  /** Only calls that this function, or this role, has signed: its name. @default calls of anybody */
  readonly caller?: string;
  readonly fault: FaultDescription;
  /** The first calls meet the fault, as many as this; no others do. */
  readonly times?: number;
  /** Part of the calls that meet the fault, above 0 up to 1, picked by a seeded generator. */
  readonly rate?: number;
  /** 0 to 4294967295: with the same seed the same calls of a sequence meet the fault. @default one at random */
  readonly seed?: number;
}

/** A fault as it is asked for. Milliseconds are of the stage's clock. */
export type FaultDescription =
  | {
      readonly kind: 'error';
      /** `ConditionalCheckFailedException`; of a function, its `errorType`. */
      readonly code: string;
      /** @default says that it is a fault of the local stage */
      readonly message?: string;
      /** HTTP status of a service's answer, 400 to 599; a function's error has none. @default 500 */
      readonly status?: number;
    }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'delay'; readonly ms: number }
  | { readonly kind: 'drop' }
  | {
      readonly kind: 'crash';
      /** Only for a function. @default when the handler is done */
      readonly afterMs?: number;
    };

/** A rule as it is kept. */
export interface ResolvedFaultRule {
  readonly target: string;
  readonly service: string;
  /** `*` stands for all. */
  readonly operation: string;
  readonly caller: string | undefined;
  readonly fault: Fault;
  readonly often: Often;
}

export type Often =
  | { readonly kind: 'always' }
  | { readonly kind: 'times'; readonly times: number }
  | { readonly kind: 'rate'; readonly rate: number; readonly seed: number };

/** A day; what waits longer is better described by an advance of the clock. */
const longestMs = 86_400_000;
const defaultStatus = 500;

/**
 * Reads a rule and fills in what it leaves open.
 *
 * @throws {ControlRefused} naming the member that is mistaken.
 */
export function readFaultRule(document: unknown): ResolvedFaultRule {
  const rule = membersOf(document, 'the rule', ['target', 'caller', 'fault', 'times', 'rate', 'seed']);
  const target = rule.text('target');
  const [, service, operation] = /^([^:]+):([^:]+)$/.exec(target) ?? [];
  if (service === undefined || operation === undefined) {
    throw new ControlRefused(
      `target of the rule is "${target}". Expected: SERVICE:OPERATION, SERVICE:* or lambda:FUNCTION-NAME`,
    );
  }
  const caller = rule.optionalText('caller');
  if (service === 'lambda' && caller !== undefined) {
    throw new ControlRefused('caller goes with calls to a service. Functions are invoked by APIs and by mappings');
  }
  return { target, service, operation, caller, fault: readFault(rule, service === 'lambda'), often: readOften(rule) };
}

const kinds = {
  error: ['code', 'message', 'status'],
  throttle: [],
  delay: ['ms'],
  drop: [],
  crash: ['afterMs'],
} as const satisfies Record<Fault['kind'], readonly string[]>;

function readFault(rule: Members, isFunction: boolean): Fault {
  const anyMembers = Object.values(kinds).flat();
  const kind = rule.object('fault', ['kind', ...anyMembers]).text('kind');
  if (!isKind(kind)) {
    const expected = Object.keys(kinds);
    throw new ControlRefused(`kind of fault is "${kind}". Expected one of: ${expected.join(', ')}`, expected);
  }
  const fault = rule.object('fault', ['kind', ...kinds[kind]]);
  switch (kind) {
    case 'error':
      return readError(fault, isFunction);
    case 'delay':
      return { kind, ms: fault.number('ms', 0, longestMs) };
    case 'crash':
      return { kind, afterMs: readAfterMs(fault, isFunction) };
    default:
      return { kind };
  }
}

const isKind = (kind: string): kind is Fault['kind'] => Object.hasOwn(kinds, kind);

function readError(fault: Members, isFunction: boolean): Fault {
  if (isFunction && fault.has('status')) {
    throw new ControlRefused('status goes with an error of a service. A function fails with code and message');
  }
  const code = fault.text('code');
  return {
    kind: 'error',
    code,
    message: fault.optionalText('message') ?? `${code}: a fault of the local stage`,
    status: isFunction ? undefined : fault.optionalInteger('status', 400, 599, defaultStatus),
  };
}

function readAfterMs(fault: Members, isFunction: boolean): number | undefined {
  if (!fault.has('afterMs')) return undefined;
  if (!isFunction)
    throw new ControlRefused('afterMs goes with a crash of a function. A service crashes after its work');
  return fault.number('afterMs', 0, longestMs);
}

function readOften(rule: Members): Often {
  if (rule.has('seed') && !rule.has('rate')) throw new ControlRefused('seed goes with rate, which the rule lacks');
  if (rule.has('times') && rule.has('rate')) throw new ControlRefused('the rule has times and rate. Expected: one');
  if (rule.has('times')) return { kind: 'times', times: rule.integer('times', 1, Number.MAX_SAFE_INTEGER) };
  if (!rule.has('rate')) return { kind: 'always' };
  const rate = rule.number('rate', 0, 1);
  if (rate === 0) throw new ControlRefused('rate of the rule is 0, which no call meets. Expected: above 0, up to 1');
  const seed = rule.optionalInteger('seed', 0, largestSeed, Math.floor(Math.random() * largestSeed));
  return { kind: 'rate', rate, seed };
}
