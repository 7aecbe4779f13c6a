import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { median } from '../long-run/statistics.ts';
import type { StackFunction } from './stack-functions.ts';

/**
 * How long functions take from nothing to their first request: their code is read, compiled and run in
 * a Node process of its own, with the variables that the stack gives them.
 */
export interface ColdLoads {
  readonly functions: readonly { readonly name: string; readonly samples: readonly ColdLoad[] }[];
  /**
   * A module of the same Node modules that every client of AWS needs, loaded the same way between the
   * others: what this machine needs for work of that kind, now.
   */
  readonly baseline: readonly ColdLoad[];
}

export interface ColdLoad {
  readonly wallMs: number;
  /** Time of the processors, of all threads: what others on the machine do disturbs it less. */
  readonly cpuMs: number;
}

/** What cold loads keep to on an idle machine with Node 24, in milliseconds. */
export const coldLoadLimits = { median: 80, slowest: 120 } as const;

const baselineModule = "require('node:https'); require('node:crypto'); require('node:stream'); require('node:zlib');\n";

/** What Lambda itself sets and the stack does not ("Defined runtime environment variables"). */
const lambdaVariables = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'an-id',
  AWS_SECRET_ACCESS_KEY: 'a-secret',
  AWS_SESSION_TOKEN: 'a-token',
};

/**
 * Loads every function once a round, so that what disturbs a while disturbs them all alike.
 *
 * @param rounds how often; the first comes on top and counts for nothing, as files are not read before.
 */
export function measureColdLoads(functions: readonly StackFunction[], rounds: number): ColdLoads {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-loads-'));
  try {
    const baselineFile = join(folder, 'baseline.cjs');
    writeFileSync(baselineFile, baselineModule);
    const unpacked = functions.map((declared) => ({
      name: declared.name,
      file: unpack(declared, folder),
      variables: declared.variables,
      samples: [] as ColdLoad[],
    }));
    const baseline: ColdLoad[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      for (const { file, variables, samples } of unpacked) {
        const load = loadOnce(file, variables);
        const reference = loadOnce(baselineFile, { NODE_OPTIONS: variables['NODE_OPTIONS'] ?? '' });
        if (round === 0) continue;
        samples.push(load);
        baseline.push(reference);
      }
    }
    return { functions: unpacked.map(({ name, samples }) => ({ name, samples })), baseline };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns the file of the code. */
function unpack({ name, packageFile }: StackFunction, folder: string): string {
  const target = join(folder, name);
  mkdirSync(target);
  for (const [file, bytes] of Object.entries(unzipSync(readFileSync(packageFile)))) {
    writeFileSync(join(target, file), bytes);
  }
  return join(target, 'index.js');
}

function loadOnce(file: string, variables: Readonly<Record<string, string>>): ColdLoad {
  const output = execFileSync(process.execPath, [join(import.meta.dirname, 'load-module.js'), file], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...lambdaVariables, ...variables },
  });
  return JSON.parse(output) as ColdLoad;
}

export const medianWallMs = (loads: readonly ColdLoad[]): number => median(loads.map(({ wallMs }) => wallMs));
export const medianCpuMs = (loads: readonly ColdLoad[]): number => median(loads.map(({ cpuMs }) => cpuMs));
