/** A rule of the control API: which calls meet which fault. See docs of the local stage. */
export interface FaultRule {
  /** `sqs:SendMessage`, `dynamodb:*`, `lambda:<function name>` */
  readonly target: string;
  /** Only calls of this function. */
  readonly caller?: string;
  readonly fault:
    | { readonly kind: 'throttle' | 'drop' }
    | { readonly kind: 'crash'; readonly afterMs?: number }
    | { readonly kind: 'delay'; readonly ms: number }
    | { readonly kind: 'error'; readonly code: string; readonly status?: number };
  /** Part of the calls that meet it; goes with a seed. @default all */
  readonly rate?: number;
  readonly seed?: number;
  /** The first calls, as many as this, in place of a part. */
  readonly times?: number;
}

/** A rule and how often it was met. */
export interface FaultCount {
  readonly target: string;
  readonly fault: { readonly kind: string };
  readonly calls: number;
  readonly hits: number;
}

interface QueueCounts {
  readonly url: string;
  readonly visible: number;
  readonly delayed: number;
}

/** Of the trace of a request, what it takes to explain its answer. */
interface TracedRequest {
  readonly requestId?: string;
  readonly explanation?: string;
  readonly invocations?: readonly {
    readonly functionName: string;
    readonly error?: { readonly code: string; readonly message: string };
  }[];
}

/** The control API of a running stage. */
export interface Control {
  addFault(rule: FaultRule): Promise<void>;
  /** In the order in which they were added. */
  listFaults(): Promise<readonly FaultCount[]>;
  clearFaults(): Promise<void>;
  /** Execution environments of all functions. */
  countEnvironments(): Promise<number>;
  /** Moves the stage's clock forward. */
  advance(ms: number): Promise<void>;
  /** The stage's time. */
  now(): Promise<Date>;
  queues(): Promise<readonly QueueCounts[]>;
  /**
   * Invocations that have begun and not ended.
   *
   * @param functionName whose. @default of all functions
   */
  runningInvocations(functionName?: string): Promise<number>;
  /** Why the latest requests' gateway refused, and what their functions failed with. @returns undefined for a request it has nothing of */
  explain(requestId: string | undefined): Promise<string | undefined>;
}

/**
 * @param readyLine what the stage printed when it was ready, with the URL of its control API.
 * @throws {Error} if there is none in it.
 */
export function controlUrlOf(readyLine: string): string {
  const url = /control (http:\S+?)(?:,|$)/.exec(readyLine)?.[1];
  if (url === undefined) throw new Error(`the stage has no control API: "${readyLine}". Expected: control http://...`);
  return url;
}

/** @throws {Error} if the stage that printed the line has no control API. */
export function controlOf(readyLine: string): Control {
  const url = controlUrlOf(readyLine);
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} of the control API answered ${answer.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    addFault: async (rule) => void (await send('POST', '/faults', rule)),
    listFaults: async () => ((await send('GET', '/faults')) as { faults: FaultCount[] }).faults,
    clearFaults: async () => void (await send('DELETE', '/faults')),
    async countEnvironments() {
      const { functions } = (await send('GET', '/functions')) as { functions: { environments: number }[] };
      return functions.reduce((total, { environments }) => total + environments, 0);
    },
    advance: async (ms) => void (await send('POST', '/clock/advance', { ms })),
    now: async () => new Date(((await send('GET', '/clock')) as { epochMs: number }).epochMs),
    queues: async () => ((await send('GET', '/queues')) as { queues: QueueCounts[] }).queues,
    async runningInvocations(functionName) {
      const { functions } = (await send('GET', '/functions')) as { functions: { name: string; running: number }[] };
      const chosen = functions.filter(({ name }) => functionName === undefined || name === functionName);
      return chosen.reduce((total, { running }) => total + running, 0);
    },
    async explain(requestId) {
      const { requests } = (await send('GET', '/requests?limit=1000')) as { requests: TracedRequest[] };
      const found = requests.find((request) => request.requestId === requestId && requestId !== undefined);
      if (!found) return undefined;
      const failed = found.invocations?.flatMap(({ functionName, error }) =>
        error ? [`${functionName}: ${error.code} ${error.message}`] : [],
      );
      return [found.explanation, ...(failed ?? [])].join('; ');
    },
  };
}
