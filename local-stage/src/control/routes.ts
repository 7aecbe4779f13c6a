import type { Clock } from '../clock.ts';
import type { FunctionStatistics } from '../functions/deployed-function.ts';
import type { LogGroupDirectory } from '../log-groups.ts';
import type { QueueStatistics } from '../services/sqs/queue-statistics.ts';
import { ControlError } from './control-error.ts';
import type { FaultRule } from './fault-rule.ts';
import type { Faults } from './faults.ts';
import { membersOf } from './members.ts';
import { ControlRefused } from './refused.ts';
import type { Requests } from './requests.ts';

/** What the control API shows and moves. */
export interface Controlled {
  readonly faults: Faults;
  readonly clock: Clock;
  readonly requests: Requests;
  readonly logGroups: LogGroupDirectory;
  /** In the order of the names. */
  readonly queues: () => readonly QueueStatistics[];
  /** In the order of the names. */
  readonly functions: () => readonly FunctionStatistics[];
}

export interface ControlAnswer {
  /** @default 200 */
  readonly status?: number;
  /** Sent as JSON. @default no body */
  readonly document?: unknown;
}

export interface ControlRoute {
  readonly answer: (request: {
    /** The path's last segment, where the route has one in braces. */
    readonly parameter: string;
    readonly query: URLSearchParams;
    readonly body: unknown;
  }) => ControlAnswer;
}

/** By method and path. */
export type ControlRoutes = Readonly<Record<string, ControlRoute>>;

/** A leap year: what a test moves at once, so that what is due each hour is still soon called. */
const longestAdvanceMs = 366 * 24 * 3_600_000;
const defaultLimit = 100;
const largestLimit = 10_000;

export function controlRoutes(controlled: Controlled): ControlRoutes {
  return { ...faultRoutes(controlled.faults), ...clockRoutes(controlled.clock), ...inspectionRoutes(controlled) };
}

function faultRoutes(faults: Faults): ControlRoutes {
  return {
    'GET /faults': { answer: () => ({ document: { faults: faults.list() } }) },
    // The registry reads the rule itself: it takes nothing on trust.
    'POST /faults': { answer: ({ body }) => ({ status: 201, document: faults.add(body as FaultRule) }) },
    'DELETE /faults': {
      answer: () => {
        faults.clear();
        return { status: 204 };
      },
    },
    'DELETE /faults/{id}': {
      answer: ({ parameter }) => {
        if (faults.remove(parameter)) return { status: 204 };
        const ids = faults.list().map(({ id }) => id);
        throw new ControlError(
          404,
          `there is no fault "${parameter}". Expected one of: ${ids.join(', ') || 'none'}`,
          ids,
        );
      },
    },
  };
}

function clockRoutes(clock: Clock): ControlRoutes {
  const time = () => ({ document: { now: new Date(clock.now()).toISOString(), epochMs: clock.now() } });
  return {
    'GET /clock': { answer: time },
    'POST /clock/advance': {
      answer: ({ body }) => {
        clock.advance(membersOf(body, 'the body', ['ms']).number('ms', 0, longestAdvanceMs));
        return time();
      },
    },
  };
}

function inspectionRoutes({ requests, queues, functions, logGroups }: Controlled): ControlRoutes {
  return {
    'GET /requests': { answer: ({ query }) => ({ document: { requests: requests.list(limitOf(query)) } }) },
    'GET /queues': { answer: () => ({ document: { queues: queues() } }) },
    'GET /functions': { answer: () => ({ document: { functions: functions() } }) },
    'GET /logs': {
      answer: ({ query }) => {
        const group = query.get('group');
        if (group === null) return { document: { groups: logGroups.names() } };
        const events = logGroups.read(group, limitOf(query));
        if (events) return { document: { events } };
        const names = logGroups.names();
        throw new ControlError(404, `there is no log group "${group}". Expected one of: ${names.join(', ')}`, names);
      },
    },
  };
}

function limitOf(query: URLSearchParams): number {
  const text = query.get('limit');
  if (text === null) return defaultLimit;
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= largestLimit) return limit;
  throw new ControlRefused(`limit is "${text}". Expected: a whole number from 1 to ${largestLimit}`);
}
