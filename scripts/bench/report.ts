import { availableParallelism, cpus } from 'node:os';
import { apiKinds } from './contestant.ts';
import { type Compared, type Limit, limitsOf } from './limits.ts';
import type { Part, Profile } from './profile.ts';
import type { Summary } from './summary.ts';

export interface Report extends Compared {
  /** `npm run bench` with its options. */
  readonly command: string;
  readonly profile: Profile;
  /** `2026-05-01` */
  readonly date: string;
  readonly seconds: number;
}

/** The whole page, and what the terminal shows. */
export function reportOf(report: Report): string {
  const { stage, peer, bare, life, command, date, seconds } = report;
  const contestants = [stage, peer, bare];
  return [
    '# Benchmarks',
    `Written by \`${command}\` on ${date}: ${stage.rounds} rounds, the contestants in turn in each, medians. ` +
      `${seconds} s at each number of connections, by autocannon in a process of its own, on the same machine: ` +
      `${availableParallelism()} processors (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}. ` +
      'Repeat it with the same command; the peer and the load generator are installed into `.bench/`.',
    table(
      ['contestant', 'version', 'what it checks'],
      contestants.map(({ name, version, checks }) => [name, version, checks]),
    ),
    ...apiKinds.map((kind) =>
      [
        `## ${kind} API: ${kind === 'REST' ? 'POST /projects' : 'GET /contacts'}`,
        table(
          [
            'contestant',
            'p99 of the first burst',
            'requests/s, 1 connection',
            'requests/s, 32 connections',
            'p50',
            'p99',
            'CPU a request',
          ],
          contestants.map(({ name, apis: { [kind]: api } }) => [
            name,
            `${ms(api.firstBurstP99Ms)}`,
            whole(api.onePerSecond),
            whole(api.manyPerSecond),
            ms(api.manyP50Ms),
            ms(api.manyP99Ms),
            `${whole(api.cpuMicroseconds)} µs`,
          ]),
        ),
      ].join('\n\n'),
    ),
    '## Start and memory',
    table(
      ['contestant', 'boot to the first 200', 'peak memory'],
      contestants.map(({ name, bootMs, peakMb }: Summary) => [name, ms(bootMs), `${whole(peakMb)} MB`]),
    ),
    "## Where the local stage's time goes: POST /projects, 32 connections",
    'Processor time of a request, under V8’s sampling profiler, which slows it down.',
    partsTable('thread', report.profile.threads),
    partsTable("what the stage's own thread does", report.profile.mainThread),
    '## Growth',
    table(
      ['routes, each with its function', 'boot to the first 200', 'expressions', 'evaluated in', 'p50, 1 connection'],
      report.growth.map(({ routes, bootMs, expressions, expressionsMs, p50Ms }) => [
        String(routes),
        ms(bootMs),
        String(expressions),
        ms(expressionsMs),
        `${p50Ms.toFixed(3)} ms`,
      ]),
    ),
    '## npm start',
    table(
      ['memory after boot', 'with each route called once', 'a saved handler answers after', 'slowest'],
      [[`${whole(life.idleMb)} MB`, `${whole(life.calledMb)} MB`, ms(life.reloadMs), ms(life.slowestReloadMs)]],
    ),
    '## Promises',
    table(['promise', 'measured', 'bound', 'kept'], limitsOf(report).map(limitRow)),
  ].join('\n\n');
}

const limitRow = ({ what, measured, bound, side, isKept }: Limit): readonly string[] => [
  what,
  measured >= 100 ? whole(measured) : measured.toFixed(2),
  `${side} ${bound}`,
  isKept ? 'yes' : '**no**',
];

const partsTable = (head: string, parts: readonly Part[]): string =>
  table(
    [head, 'a request'],
    parts.map(({ what, microseconds }) => [what, `${whole(microseconds)} µs`]),
  );

const whole = (value: number) => String(Math.round(value));
const ms = (value: number) => `${value < 10 ? value.toFixed(1) : whole(value)} ms`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
