import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { BenchRequest } from './contestant.ts';
import { toolFile } from './workshop.ts';

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly requests: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly longestMs: number;
}

/** For how long, or how many requests. */
export type Amount = { readonly seconds: number } | { readonly requests: number };

interface AutocannonResult {
  readonly requests: { readonly average: number; readonly total: number };
  readonly latency: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly errors: number;
  readonly non2xx: number;
  readonly '2xx': number;
  readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
}

/**
 * Sends a request again and again, from a process of its own.
 *
 * @throws {Error} if an answer was not 200: then nothing is compared.
 */
export async function load(request: BenchRequest, connections: number, amount: Amount): Promise<LoadResult> {
  const { method, url, headers, body } = request;
  const { stdout } = await promisify(execFile)(process.execPath, [
    toolFile('autocannon', 'autocannon.js'),
    ...['--json', '--no-progress', '--connections', String(connections), '--method', method],
    ...('seconds' in amount ? ['--duration', String(amount.seconds)] : ['--amount', String(amount.requests)]),
    ...Object.entries(headers).flatMap(([name, value]) => ['--headers', `${name}=${value}`]),
    ...(body === undefined ? [] : ['--body', body]),
    url,
  ]);
  const result = JSON.parse(stdout) as AutocannonResult;
  if (result.errors > 0 || result.non2xx > 0 || result['2xx'] === 0) {
    throw new Error(`${method} ${url}: ${statusesOf(result)}, ${result.errors} errors. Expected: 2xx alone`);
  }
  return {
    requestsPerSecond: result.requests.average,
    requests: result['2xx'],
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    longestMs: result.latency.max,
  };
}

const statusesOf = ({ statusCodeStats }: AutocannonResult): string =>
  Object.entries(statusCodeStats)
    .map(([status, { count }]) => `${count} answers were ${status}`)
    .join(', ');
