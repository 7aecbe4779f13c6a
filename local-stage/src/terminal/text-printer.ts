import { styleText } from 'node:util';
import type { BootStep } from '../boot.ts';
import type { RequestRecord } from '../gateway/gateway.ts';
import type { Stage } from '../stage.ts';
import { readFunctionLine } from './function-log.ts';
import { createInvocationLines } from './invocation-lines.ts';
import type { Printer } from './printer.ts';
import { createSummary } from './summary.ts';

type Style = Parameters<typeof styleText>[0];

/** For people: a line a request, below it why the gateway refused and what the function logged. */
export function createTextPrinter(write: (text: string) => void): Printer {
  const print = batched(write);
  const summary = createSummary(performance.now());
  const lines = createInvocationLines(({ functionName, messages }) => {
    const shown = messages.flatMap((message) => functionLine(message));
    if (shown.length > 0) print([styled('dim', `  by ${functionName}`), ...shown]);
  });
  return {
    onReady: (stage) => print([...stage.boot.map(bootLine), readyLine(stage)]),
    onNotice: (notice) => print([notice]),
    onFunctionLog: (event) => lines.put(event),
    onRequest(record) {
      summary.count(record);
      const logged = record.functionRequestId === undefined ? [] : lines.take(record.functionRequestId);
      const explanation = record.explanation === undefined ? [] : [`  ${record.explanation}`];
      print([requestLine(record), ...explanation, ...logged.flatMap(functionLine)]);
    },
    onReload: (ms) => print([`reloaded in ${Math.round(ms)} ms`]),
    onReloadRefused: (message) => print([`not reloaded, the stage goes on as it was: ${message}`]),
    onStop: () => print([summary.text()]),
  };
}

/** One write for all lines of a turn: a write to a pipe or a terminal waits for its reader. */
function batched(write: (text: string) => void): (lines: readonly string[]) => void {
  let pending: string[] = [];
  const flush = () => {
    if (pending.length > 0) write(`${pending.join('\n')}\n`);
    pending = [];
  };
  process.once('exit', flush);
  return (lines) => {
    if (pending.length === 0) setImmediate(flush);
    pending.push(...lines);
  };
}

/** `  document       8 ms  431 blocks` */
const bootLine = ({ name, ms, detail }: BootStep): string =>
  styled('dim', `  ${name.padEnd(11)} ${String(Math.round(ms)).padStart(5)} ms  ${detail}`.trimEnd());

function readyLine({ urls, awsEndpoint, controlUrl }: Stage): string {
  const apis = urls.map(({ api, url }) => `${api} ${url}`);
  const control = controlUrl === undefined ? [] : [`control ${controlUrl}`];
  const all = [...apis, `AWS services ${awsEndpoint}`, ...control];
  return `ready in ${Math.round(performance.now())} ms: ${all.join(', ')}`;
}

/** `200 GET    /dev/projects 12.3 ms gatehouse-dev-list-projects 5a0c...` */
function requestLine({ method, path, status, durationMs, functionName = '-', requestId }: RequestRecord): string {
  const who = `${durationMs.toFixed(1)} ms ${functionName} ${requestId}`;
  return `${styled(styleOf(status), String(status))} ${method.padEnd(7)} ${path} ${styled('dim', who)}`;
}

function styleOf(status: number): Style {
  if (status >= 500) return 'red';
  if (status >= 400) return 'yellow';
  return 'green';
}

const levelStyles: Readonly<Record<string, Style>> = { ERROR: 'red', CRITICAL: 'red', FATAL: 'red', WARN: 'yellow' };

function functionLine(message: string): readonly string[] {
  const line = readFunctionLine(message);
  if (!line) return [];
  const { level = '', text } = line;
  return [`    ${styled(levelStyles[level] ?? 'dim', level.toLowerCase().padEnd(5))} ${text}`];
}

/** Colours where the terminal shows them; `NO_COLOR` and `FORCE_COLOR` decide otherwise. */
function styled(style: Style, text: string): string {
  const around = surroundings.get(style) ?? styleText(style, separator, { stream: process.stdout }).split(separator);
  surroundings.set(style, around);
  return around.join(text);
}

/** What stands before and after text of a style: to ask again for each line takes longer than all the rest of it. */
const surroundings = new Map<Style, readonly string[]>();
const separator = '|';
