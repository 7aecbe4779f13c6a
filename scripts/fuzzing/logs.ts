import {
  CloudWatchLogsClient,
  paginateDescribeLogGroups,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { canary } from './valid-values.ts';

/** Reads what the stage logs while a run goes on, and finds in it what no log may hold. */
export interface LogWatch {
  /** Reads what was logged since the last time. */
  look(): Promise<void>;
  /** What was found, each once a log group. */
  readonly found: readonly string[];
  /** Lines that were read, by log group. */
  readonly lines: ReadonlyMap<string, number>;
}

const forbidden: readonly (readonly [what: string, RegExp])[] = [
  ['a token', /eyJ[\w-]{8,}\.[\w-]{8,}/],
  ['a password', /\bAa1-[\w-]{12,}/],
  ['what a caller wrote', new RegExp(canary)],
  ['an Authorization header', /\b(Bearer|Basic|AWS4-HMAC-SHA256) [\w-]/],
];

/** Milliseconds by which a look goes back behind the one before: events may come late. */
const overlapMs = 2_000;

/** @param secrets of callers; none of them may be in a log. */
export function watchLogs(secrets: readonly string[]): LogWatch {
  const logs = new CloudWatchLogsClient({});
  const lines = new Map<string, number>();
  const seen = new Map<string, ReadonlySet<string>>();
  const found = new Map<string, string>();
  let since = Date.now() - overlapMs;

  const read = async (logGroupName: string, startTime: number) => {
    const before = seen.get(logGroupName) ?? new Set();
    const ids = new Set<string>();
    for await (const { events = [] } of paginateFilterLogEvents({ client: logs }, { logGroupName, startTime })) {
      for (const { eventId = '', message = '' } of events) {
        ids.add(eventId);
        if (before.has(eventId)) continue;
        lines.set(logGroupName, (lines.get(logGroupName) ?? 0) + 1);
        for (const what of findingsIn(message))
          found.set(`${logGroupName} ${what}`, `${logGroupName} shows ${what}: ${message.slice(0, 600)}`);
      }
    }
    seen.set(logGroupName, ids);
  };
  const findingsIn = (message: string): readonly string[] => [
    ...forbidden.filter(([, pattern]) => pattern.test(message)).map(([what]) => what),
    ...(secrets.some((secret) => message.includes(secret)) ? ['a secret'] : []),
  ];
  return {
    lines,
    get found() {
      return [...found.values()];
    },
    async look() {
      const from = since - overlapMs;
      since = Date.now();
      for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: logs }, {})) {
        for (const { logGroupName = '' } of logGroups) await read(logGroupName, from);
      }
    },
  };
}
