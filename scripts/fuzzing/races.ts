import type { Answer, Wire, WireRequest } from './wire.ts';
import type { Project, Task, World } from './world.ts';

/** Clients that write the same at once. */
const clients = 32;

export interface RaceOptions {
  readonly world: World;
  readonly wire: Wire;
  readonly taskApi: string;
  /** Requests in all, about. */
  readonly requests: number;
}

/** What was wrong, and how the requests were answered. */
export interface Raced {
  readonly faults: readonly string[];
  readonly summary: string;
}

/** Statuses of writes that meet: done, too late, under way with the same key, and others were faster each time. */
const declared: ReadonlySet<Answer['status']> = new Set([200, 201, 409, 412, 503]);

type Send = (method: string, path: string, headers?: Record<string, string>, body?: object) => Promise<Answer>;

/** Many clients at once write the same task and the same project, and create with the same keys: nothing may be lost. */
export async function race(options: RaceOptions): Promise<Raced> {
  const { world } = options;
  const answers: Answer[] = [];
  const task = world.tasks.pick(0);
  if (!task) throw new Error('there is no task to write. Expected: the ones that a run begins with');
  const project: Project = { projectId: task.projectId, owner: task.owner };
  const send = sender(options, task, answers);
  const rounds = Math.max(1, Math.round(options.requests / 4 / clients));
  const faults = [
    ...(await raceOfVersions(send, `/tasks/${task.taskId}`, (name) => ({ title: name, status: 'todo' }), rounds)),
    ...(await raceOfVersions(
      send,
      `/projects/${project.projectId}`,
      (name) => ({ name, partnerIds: [world.credentials.partnerId] }),
      rounds,
    )),
    ...(await raceOfKeys(send, project, world, rounds)),
  ];
  const byStatus = Map.groupBy(answers, ({ status }) => String(status));
  const counts = [...byStatus]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([status, found]) => `${status}: ${found.length}`);
  const unexpected = [...byStatus.values()].flatMap(([first]) =>
    first && !declared.has(first.status) ? [`a race was answered ${first.status}: ${first.body}`] : [],
  );
  return {
    faults: [...faults, ...unexpected],
    summary: `${answers.length} requests met at the same things: ${counts.join(', ')}`,
  };
}

function sender({ wire, taskApi }: RaceOptions, { owner }: Task, answers: Answer[]): Send {
  const { origin, pathname } = new URL(taskApi);
  return async (method, path, headers = {}, body) => {
    const wired: WireRequest = {
      method,
      origin,
      target: `${pathname}${path}`,
      headers: {
        Authorization: owner.idToken,
        ...(body && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body && Buffer.from(JSON.stringify(body)),
      isChunked: false,
    };
    const answer = await wire.send(wired);
    answers.push(answer);
    return answer;
  };
}

const atOnce = <T>(run: (client: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: clients }, (_, client) => run(client)));

const versionOf = ({ headers }: Answer) => Number(/^"(\d+)"$/.exec(headers['etag'] ?? '')?.[1]);

/** Each client reads, and writes the version that it has read. The last version tells how many were done. */
async function raceOfVersions(
  send: Send,
  path: string,
  bodyOf: (name: string) => object,
  rounds: number,
): Promise<readonly string[]> {
  const before = versionOf(await send('GET', path));
  let done = 0;
  let last = { version: 0, name: '' };
  for (let round = 0; round < rounds; round += 1) {
    const { headers } = await send('GET', path);
    const written = await atOnce(async (client) => {
      const name = `round ${round} client ${client}`;
      // Every fourth is for whatever version there is.
      const ifMatch = client % 4 === 0 ? '*' : (headers['etag'] ?? '*');
      return { name, answer: await send('PUT', path, { 'If-Match': ifMatch }, bodyOf(name)) };
    });
    for (const { name, answer } of written.filter((each) => each.answer.status === 200)) {
      done += 1;
      if (versionOf(answer) > last.version) last = { version: versionOf(answer), name };
    }
  }
  const after = await send('GET', path);
  const isLast = after.body.toString('utf8').includes(`"${last.name}"`);
  return [
    ...(done > 0 ? [] : [`no write of ${path} was done`]),
    ...(versionOf(after) === before + done
      ? []
      : [`${path} has version ${versionOf(after)} after ${done} writes of ${before}`]),
    ...(isLast ? [] : [`${path} is not what version ${last.version} was answered with: ${after.body}`]),
  ];
}

/** All clients create with one key at once: one is done, and all that are answered get its answer. */
async function raceOfKeys(
  send: Send,
  { projectId }: Project,
  world: World,
  rounds: number,
): Promise<readonly string[]> {
  const faults: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const key = world.newName();
    const created = await atOnce(() =>
      send('POST', `/projects/${projectId}/tasks`, { 'Idempotency-Key': key }, { title: key }),
    );
    const ids = new Set(
      created.flatMap(({ status, body }) => (status === 201 ? [String(JSON.parse(body.toString('utf8')).taskId)] : [])),
    );
    if (ids.size !== 1) faults.push(`one key made ${ids.size} tasks: ${[...ids].join(', ')}. Expected: one`);
    const { body } = await send('GET', `/projects/${projectId}/tasks?limit=100`);
    const { items } = JSON.parse(body.toString('utf8')) as { items: { title: string }[] };
    const found = items.filter(({ title }) => title === key).length;
    if (found !== 1) faults.push(`${found} tasks are listed of one key. Expected: one`);
  }
  return faults;
}
