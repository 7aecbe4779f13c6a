import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalStage } from '../local-stage.ts';
import { median } from '../long-run/statistics.ts';
import { untilFirstAnswer } from './contestant.ts';
import { routePath, writeGrowthStack } from './growth-stack.ts';
import { medianOneByOne } from './one-by-one.ts';

/** How the local stage takes a stack of some size: medians. */
export interface GrowthFigures {
  readonly routes: number;
  readonly bootMs: number;
  readonly expressions: number;
  readonly expressionsMs: number;
  /** Of the last route, at one connection. */
  readonly p50Ms: number;
}

/** Sizes that are compared: about this project's own, and far beyond it. */
const sizes = [30, 1000];

/** The sizes in turn, in each round. */
export async function measureGrowth(options: {
  readonly rounds: number;
  readonly seconds: number;
}): Promise<readonly GrowthFigures[]> {
  const found = new Map<number, GrowthFigures[]>(sizes.map((routes) => [routes, []]));
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const [routes, figures] of found) {
      console.log(`round ${round} of ${options.rounds}: ${routes} routes`);
      figures.push(await measure(routes, options.seconds));
    }
  }
  return [...found].map(([routes, figures]) => {
    const over = (figure: (figures: GrowthFigures) => number) => median(figures.map(figure));
    return {
      routes,
      bootMs: over(({ bootMs }) => bootMs),
      expressions: over(({ expressions }) => expressions),
      expressionsMs: over(({ expressionsMs }) => expressionsMs),
      p50Ms: over(({ p50Ms }) => p50Ms),
    };
  });
}

async function measure(routes: number, seconds: number): Promise<GrowthFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-growth-'));
  const outputsFile = join(folder, 'outputs.json');
  const lines: string[] = [];
  const startedAt = performance.now();
  const stage = await startLocalStage({
    environment: 'growth',
    port: 0,
    document: writeGrowthStack(folder, routes),
    outputsFile,
    onLine: (line) => lines.push(line),
  });
  try {
    const url = `${urlIn(outputsFile)}${routePath(routes - 1)}`;
    await untilFirstAnswer(url);
    const bootMs = performance.now() - startedAt;
    // Compiled, and its function awake.
    await medianOneByOne(url, { seconds: 1 });
    const p50Ms = await medianOneByOne(url, { seconds });
    return { routes, bootMs, ...expressionsIn(lines), p50Ms };
  } finally {
    await stage.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function urlIn(outputsFile: string): string {
  const outputs = JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, { readonly url: string }>;
  const [first] = Object.values(outputs);
  if (!first) throw new Error(`${outputsFile} has no stack. Expected: the outputs of the stack of routes`);
  return first.url;
}

/** The stage tells it among the steps of its start: `  expressions   177 ms  934`. */
function expressionsIn(lines: readonly string[]): Pick<GrowthFigures, 'expressions' | 'expressionsMs'> {
  const [, ms, count] = lines.map((line) => /^ *expressions +(\d+) ms +(\d+)$/.exec(line)).find(Boolean) ?? [];
  if (ms === undefined)
    throw new Error(`the stage printed ${lines.length} lines. Expected: 'expressions N ms COUNT' among them`);
  return { expressions: Number(count), expressionsMs: Number(ms) };
}
