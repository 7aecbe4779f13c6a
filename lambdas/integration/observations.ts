import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { publicApi } from '../../contracts/public-api.ts';
import { type Operation, operationsOf } from '../../contracts/route-table.ts';
import { currentStage, urlsOf } from '../../contracts/smoke/stage.ts';
import { taskApi } from '../../contracts/task-api.ts';
import type { Observation } from '../../contracts/test-cases.ts';

/** Notes what is sent and answered, so that the command can tell what no suite has shown. */

/** Who calls, as the suites see them. */
export interface ObservedCaller {
  readonly id: string;
  /** `owner`, `member` or `stranger` of what the test is about, or another word. */
  readonly role: string;
}

export const nobodyInParticular: ObservedCaller = { id: '', role: 'nobody' };

/** Names the file of the observations. */
const observationsVariable = 'GATEHOUSE_OBSERVATIONS';

/** `fetch` for somebody's requests. */
export const observed =
  (caller: ObservedCaller): typeof fetch =>
  async (input, init) => {
    const response = await fetch(input, init);
    const file = process.env[observationsVariable];
    if (file === undefined) return response;
    const text = await response.clone().text();
    const observation = observationOf(
      caller,
      new Request(input, init),
      String(init?.body ?? ''),
      response.status,
      text,
    );
    if (observation) appendFileSync(file, `${JSON.stringify(observation)}\n`);
    return response;
  };

function observationOf(
  caller: ObservedCaller,
  { method, url, headers }: Request,
  sent: string,
  status: number,
  received: string,
): Observation | undefined {
  const found = operationAt(method, url);
  if (!found) return undefined;
  const { code, message, errors = [] } = (parse(received) ?? {}) as ProblemLike;
  const idempotencyKey = headers.get('idempotency-key');
  const reason = code ?? message;
  return {
    operationId: found.operation.operationId,
    caller: caller.id,
    role: caller.role,
    pathParameters: found.pathParameters,
    status,
    ...(reason === undefined ? {} : { code: reason }),
    places: errors.map(({ at }) => at),
    ...(idempotencyKey === null ? {} : { idempotencyKey }),
    sent: digestOf(sent),
    received: digestOf(received),
  };
}

/** Of a document whatever the order of its members: the file holds no token and no password. */
function digestOf(body: string): string {
  const parsed = parse(body);
  const text = parsed === undefined ? body : JSON.stringify(parsed, sorted);
  return createHash('sha256').update(text).digest('base64url');
}

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

interface ProblemLike {
  readonly code?: string;
  readonly message?: string;
  readonly errors?: readonly { readonly at: string }[];
}

const urls = urlsOf(currentStage());
const routes = [
  { base: urls.taskApi, operations: operationsOf(taskApi) },
  { base: urls.publicApi, operations: operationsOf(publicApi) },
].flatMap(({ base, operations }) =>
  operations.map((operation) => ({
    operation,
    pattern: new URLPattern(`${base}${operation.path.replaceAll(/\{([^}]+)\}/g, ':$1')}`),
  })),
);

function operationAt(
  method: string,
  url: string,
): { readonly operation: Operation; readonly pathParameters: Record<string, string> } | undefined {
  const { origin, pathname } = new URL(url);
  for (const { operation, pattern } of routes) {
    const match = operation.method === method ? pattern.exec(`${origin}${pathname}`) : null;
    if (match) return { operation, pathParameters: match.pathname.groups as Record<string, string> };
  }
  return undefined;
}

/** `undefined` for what is no JSON. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
