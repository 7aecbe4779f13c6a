import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { throttleClasses } from '../../contracts/route-table.ts';
import { type CellFilter, cellFilterVariable } from '../../contracts/smoke/attempts/cell-filter.ts';
import { type LocalMeans, localMeansVariable } from '../../contracts/smoke/attempts/local-means.ts';
import { readSeen, type SeenCell, seenCellsVariable } from '../../contracts/smoke/attempts/seen-cells.ts';
import { type Stage, stageVariable, urlsOf } from '../../contracts/smoke/stage.ts';
import { startLocalStage } from '../local-stage.ts';
import { controlUrlOf } from '../long-run/control.ts';
import { raisedLimits } from '../long-run/loaded-stack.ts';
import { namedStage } from '../named-stage.ts';
import type { StackDocument } from '../testing/stack-copy.ts';
import { type AccessStack, copyAccessStack, foreignRolePath, otherScope } from './access-stack.ts';

/** What a run of the attempts has seen. */
export interface AccessRun {
  readonly seen: readonly SeenCell[];
  /** Whether the suite found each as declared. */
  readonly isGreen: boolean;
}

export interface AccessRunOptions {
  /** A change of the stack that has to be noticed. @default none */
  readonly change?: (document: StackDocument) => void;
  /** @default all */
  readonly only?: CellFilter;
  /** Whether the suite's own report is shown. */
  readonly isShown: boolean;
}

const suite = 'contracts/smoke/auth.smoke.ts';
/** Few at once: each first request of a function is a cold start, and many at a time would run into its timeout. */
const suiteOptions = ['--maxConcurrency', '8', '--slowTestThreshold', '30000'];

/** Makes every attempt on a local stage of the run's own. */
export async function runAccess({ change, only, isShown }: AccessRunOptions): Promise<AccessRun> {
  const stack = copyAccessStack(change);
  const { document, outputsFile } = stack;
  const running = await startLocalStage({
    environment: 'dev',
    port: 0,
    controlPort: 0,
    document,
    outputsFile,
    onLine: () => undefined,
  });
  try {
    return runSuite(stack, controlUrlOf(running.readyLine), { isShown, ...(only && { only }) });
  } finally {
    await running.stop();
    stack.remove();
  }
}

function runSuite(
  stack: AccessStack,
  controlUrl: string,
  { only, isShown }: Pick<AccessRunOptions, 'only' | 'isShown'>,
): AccessRun {
  const stage = namedStage({ stage: 'local', env: 'dev', outputs: stack.outputsFile }, 'access');
  // The copy's, by which the suite paces itself.
  const raised = Object.fromEntries(throttleClasses.map((name) => [name, raisedLimits])) as Stage['throttles'];
  const throttles = { ...raised, contact: stage.throttles.contact };
  const means: LocalMeans = {
    ...readAdditions(stack),
    controlUrl,
    otherScope,
    foreignRoleUrl: `${urlsOf(stage).publicApi}${foreignRolePath}`,
  };
  const seenFile = join(dirname(stack.outputsFile), 'seen.txt');
  writeFileSync(seenFile, '');
  const vitest = join('node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--config', 'contracts/smoke/vitest.config.ts', ...suiteOptions, suite],
    {
      stdio: isShown ? 'inherit' : 'ignore',
      env: {
        ...process.env,
        [stageVariable]: JSON.stringify({ ...stage, throttles }),
        [localMeansVariable]: JSON.stringify(means),
        [seenCellsVariable]: seenFile,
        ...(only && { [cellFilterVariable]: JSON.stringify(only) }),
      },
    },
  );
  return { seen: readSeen(seenFile), isGreen: status === 0 };
}

function readAdditions({ outputsFile, additions }: AccessStack): Record<(typeof additions)[number], string> {
  const outputs = (JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>)['dev'];
  const told = additions.map((name) => [name, outputs?.[name]]);
  const missing = told.filter(([, value]) => value === undefined).map(([name]) => name);
  if (missing.length > 0)
    throw new Error(`the stage does not tell ${missing.join(', ')}. Expected: outputs of the copy`);
  return Object.fromEntries(told) as Record<(typeof additions)[number], string>;
}
