import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Contestant } from './contestant.ts';
import { load } from './load.ts';

/** Where the processor's time of a busy stage goes: `POST /projects`, 32 connections. */
export interface Profile {
  /** Microseconds a request, by kind of thread. */
  readonly threads: readonly Part[];
  /** Of the stage's own thread, microseconds a request, by what it did. */
  readonly mainThread: readonly Part[];
}

export interface Part {
  readonly what: string;
  readonly microseconds: number;
}

const connections = 32;
const warmUpSeconds = 3;

/** Runs a stage once more under V8's sampling profiler, which takes some of the time itself. */
export async function profileStage(contestant: Contestant, seconds: number): Promise<Profile> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-profile-'));
  try {
    const started = await startProfiled(contestant, folder);
    await started.answers;
    const { REST: request } = await started.requests();
    await load(request, connections, { seconds: warmUpSeconds });
    const before = threadTimes(started.pid);
    const { requests } = await load(request, connections, { seconds });
    const after = threadTimes(started.pid);
    await started.stop();
    const threads = [...after].map(([what, ms]) => ({
      what,
      microseconds: ((ms - (before.get(what) ?? 0)) * 1000) / requests,
    }));
    const main = threads.find(({ what }) => what === mainThread)?.microseconds ?? 0;
    return { threads: sorted(threads), mainThread: partsOf(readProfile(folder), seconds, main) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The stage inherits the options of this process. */
async function startProfiled(contestant: Contestant, folder: string): ReturnType<Contestant['start']> {
  const before = process.env['NODE_OPTIONS'];
  process.env['NODE_OPTIONS'] = `--cpu-prof --cpu-prof-dir=${folder} --cpu-prof-interval=500`;
  try {
    return await contestant.start();
  } finally {
    if (before === undefined) delete process.env['NODE_OPTIONS'];
    else process.env['NODE_OPTIONS'] = before;
  }
}

const mainThread = "the stage's own thread: gateways, services, terminal";
const kindsOfThreads: Readonly<Record<string, string>> = {
  MainThread: mainThread,
  WorkerThread: 'threads of functions',
  V8Worker: "V8's own threads: garbage collection, compilation",
};

/** Processor time until now, in milliseconds, by kind of thread, as Linux counts it. */
function threadTimes(pid: number): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const read = (file: string) => readFileSync(`/proc/${pid}/task/${thread}/${file}`, 'utf8').trim();
    const kind = kindsOfThreads[read('comm')] ?? 'others, the profiler among them';
    const nanoseconds = Number(read('schedstat').split(' ')[0]);
    times.set(kind, (times.get(kind) ?? 0) + nanoseconds / 1e6);
  }
  return times;
}

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      /** From 0. */
      readonly lineNumber: number;
    };
  }[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
}

/** Of the thread that was at work longest: each thread may have written one. */
function readProfile(folder: string): CpuProfile {
  const [first] = readdirSync(folder)
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile)
    .sort((a, b) => b.samples.length - a.samples.length);
  if (!first) throw new Error('the stage has written no profile. Expected: one when it ends');
  return first;
}

/** What the last seconds were spent on, scaled to what the system counted for the thread. */
function partsOf({ nodes, samples, timeDeltas }: CpuProfile, seconds: number, total: number): readonly Part[] {
  const moduleOf = createModuleFinder();
  const areas = new Map(nodes.map(({ id, callFrame }) => [id, areaOf(callFrame.functionName, moduleOf(callFrame))]));
  const times = new Map<string, number>();
  let left = seconds * 1e6;
  for (let index = samples.length - 1; index >= 0 && left > 0; index -= 1) {
    const delta = timeDeltas[index] ?? 0;
    const area = areas.get(samples[index] ?? -1);
    left -= delta;
    if (area !== undefined) times.set(area, (times.get(area) ?? 0) + delta);
  }
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return sorted([...times].map(([what, time]) => ({ what, microseconds: (time / all) * total })));
}

type CallFrame = CpuProfile['nodes'][number]['callFrame'];

/** Of a program that was bundled, the module that a line comes from: esbuild writes its path above it. */
function createModuleFinder(): (callFrame: CallFrame) => string {
  const modules = new Map<string, readonly string[]>();
  const modulesOf = (file: string) => {
    let current = file;
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => {
        current = /^\/\/ ((?:local-stage|node_modules)\/.*\.\w+)$/.exec(line)?.[1] ?? current;
        return current;
      });
  };
  return ({ url, lineNumber }) => {
    const file = url.replace(/^file:\/\//, '');
    if (!file.endsWith('.cjs') || !isAbsolute(file)) return url;
    const found = modules.get(file) ?? modulesOf(file);
    modules.set(file, found);
    return found[lineNumber] ?? url;
  };
}

/** What a function of a module belongs to; undefined while the thread waits. */
function areaOf(functionName: string, url: string): string | undefined {
  if (functionName === '(idle)') return undefined;
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (/^write(v|Buffer|\w+String)$/.test(functionName) && url === '')
    return 'system calls that write answers and lines';
  if (functionName === 'postMessage') return 'messages to the threads of functions';
  const [, room] = /local-stage\/src\/(\w+)/.exec(url) ?? [];
  if (room !== undefined) return `the stage: ${room}`;
  const [, library] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  if (library !== undefined) return `library: ${library}`;
  return url.startsWith('node:') ? "Node's own: HTTP, streams, timers, promises" : 'native code';
}

const sorted = (parts: readonly Part[]): readonly Part[] =>
  parts.filter(({ microseconds }) => microseconds >= 1).sort((a, b) => b.microseconds - a.microseconds);
