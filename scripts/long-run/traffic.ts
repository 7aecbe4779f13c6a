import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import type { Callers, User } from './callers.ts';
import type { ExportLedger } from './exports.ts';
import { pick, pickWeighted, type Random } from './random.ts';
import type { Recorder } from './recorder.ts';
import { type Answer, type CallOptions, call } from './requests.ts';

/** URLs of the APIs without a slash at their end. */
export const urlsOf = ({ taskApiUrl, publicApiUrl }: StageOutputs) => ({
  taskApi: taskApiUrl.replace(/\/$/, ''),
  publicApi: publicApiUrl.replace(/\/$/, ''),
});

export interface Traffic {
  /** Sends the next request of the mix and records its answer. Never rejects. */
  next(): Promise<void>;
}

export interface TrafficOptions {
  readonly taskApi: string;
  readonly publicApi: string;
  readonly callers: Callers;
  readonly random: Random;
  readonly recorder: Recorder;
  readonly exports: ExportLedger;
}

/** A kind of request: how often, what it sends, and what it may get while nothing is wrong. */
interface Kind {
  readonly name: string;
  readonly weight: number;
  readonly expected: readonly number[];
  readonly send: () => Promise<Answer>;
}

/** What a fault behind a route may make of its answer, but for requests that never get so far. */
const faulty = [429, 500, 502, 503, 504] as const;
/** Projects that are remembered to export from. */
const mostProjects = 200;

interface OwnedProject {
  readonly projectId: string;
  readonly owner: User;
}

export function createTraffic(options: TrafficOptions): Traffic {
  const { random, recorder } = options;
  const kinds = [...userKinds(options), ...partnerKinds(options), ...publicKinds(options), ...badKinds(options)];
  return {
    async next() {
      const { name, send, expected } = pickWeighted(random, kinds);
      recorder.record(name, await send(), expected);
    },
  };
}

const asUser = ({ idToken }: User) => ({ Authorization: idToken });

function userKinds({ taskApi, callers, random, exports, recorder }: TrafficOptions): readonly Kind[] {
  const projects: OwnedProject[] = [];
  const anyUser = () => pick(random, callers.users);
  const post = (path: string, headers: CallOptions['headers'], body: object) =>
    call(`${taskApi}${path}`, { method: 'POST', headers: { ...headers }, body });

  const createProject = async () => {
    const owner = anyUser();
    const body = { name: `Load ${Math.floor(random() * 1e6)}`, partnerIds: [callers.partnerId] };
    const key = { 'Idempotency-Key': `load-${Math.floor(random() * 2 ** 48)}` };
    const answer = await post('/projects', { ...asUser(owner), ...key }, body);
    if (answer.status === 201) projects.push({ projectId: memberOf(answer, 'projectId'), owner });
    if (projects.length > mostProjects) projects.shift();
    return answer;
  };
  const startExport = async () => {
    if (projects.length === 0) return createProject();
    const { projectId, owner } = pick(random, projects);
    const answer = await post(`/projects/${projectId}/exports`, asUser(owner), { format: pick(random, formats) });
    if (answer.status !== 202) return answer;
    const exportId = memberOf(answer, 'exportId');
    exports.accept(exportId, async () => {
      const found = await call(`${taskApi}/exports/${exportId}`, { headers: asUser(owner) });
      recorder.record('get export', found, [200, ...faulty]);
      return found;
    });
    return answer;
  };
  const login = () => {
    const { email, password } = anyUser();
    return post('/auth/login', {}, { email, password });
  };
  return [
    { name: 'sign in', weight: 6, expected: [200, ...faulty], send: login },
    {
      name: 'list projects',
      weight: 20,
      expected: [200, ...faulty],
      send: () => call(`${taskApi}/projects?limit=10`, { headers: asUser(anyUser()) }),
    },
    // 409: the record of the key was written, its answer lost; the SDK's next try finds it.
    { name: 'create project', weight: 8, expected: [201, 409, ...faulty], send: createProject },
    { name: 'start export', weight: 8, expected: [201, 202, 409, ...faulty], send: startExport },
  ];
}

const formats = ['csv', 'json'] as const;

const memberOf = ({ body }: Answer, name: string) => String((JSON.parse(body) as Record<string, unknown>)[name]);

function partnerKinds({ taskApi, callers }: TrafficOptions): readonly Kind[] {
  const list = (headers: Readonly<Record<string, string>>) => call(`${taskApi}/partner/projects?limit=10`, { headers });
  return [
    { name: 'partner', weight: 12, expected: [200, ...faulty], send: () => list(callers.partnerHeaders) },
    {
      name: 'partner without a key',
      weight: 2,
      expected: [403, ...faulty],
      send: () => list({ ...callers.partnerHeaders, 'x-api-key': 'no-such-key' }),
    },
  ];
}

function publicKinds({ publicApi }: TrafficOptions): readonly Kind[] {
  const contact = { name: 'Ann', email: 'ann@load.example', message: 'Hello' };
  return [
    { name: 'health', weight: 20, expected: [200, ...faulty], send: () => call(`${publicApi}/health`) },
    {
      name: 'contact (throttled)',
      weight: 8,
      expected: [202, ...faulty],
      send: () => call(`${publicApi}/contacts`, { method: 'POST', body: contact }),
    },
    {
      name: 'invalid contact',
      weight: 2,
      expected: [422, ...faulty],
      send: () => call(`${publicApi}/contacts`, { method: 'POST', body: { ...contact, email: 'no address' } }),
    },
  ];
}

/** Requests that the gateways refuse themselves, whatever goes wrong behind them. */
function badKinds({ taskApi, publicApi, callers, random }: TrafficOptions): readonly Kind[] {
  const origin = { Origin: 'http://localhost:3000', 'Access-Control-Request-Method': 'POST' };
  return [
    { name: 'no token', weight: 3, expected: [401], send: () => call(`${taskApi}/projects`) },
    {
      name: 'garbage token',
      weight: 2,
      expected: [401],
      send: () => call(`${taskApi}/projects`, { headers: { Authorization: 'garbage' } }),
    },
    { name: 'unknown route', weight: 2, expected: [403], send: () => call(`${taskApi}/nowhere`) },
    { name: 'unknown public route', weight: 1, expected: [404], send: () => call(`${publicApi}/nowhere`) },
    {
      name: 'invalid body',
      weight: 3,
      expected: [400],
      send: () => {
        const headers = asUser(pick(random, callers.users));
        return call(`${taskApi}/projects`, { method: 'POST', headers, body: { nameless: true } });
      },
    },
    {
      name: 'no JSON',
      weight: 1,
      expected: [400],
      send: () => {
        const headers = asUser(pick(random, callers.users));
        return call(`${taskApi}/projects`, { method: 'POST', headers, body: '{"name":' });
      },
    },
    {
      name: 'preflight',
      weight: 3,
      expected: [200, 204],
      send: () => call(`${taskApi}/projects`, { method: 'OPTIONS', headers: origin }),
    },
  ];
}
