import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import { useAwsEnvironment } from '../aws-environment.ts';
import { type RunningStage, startLocalStage } from '../local-stage.ts';
import { readOutputs } from '../stage-files.ts';
import type { StackDocument } from '../testing/stack-copy.ts';
import { type Control, controlOf } from './control.ts';
import { copyLoadedStack } from './loaded-stack.ts';
import { familyOf, listProcesses } from './processes.ts';

/** A stage of its own process, with a control API. */
export interface StageUnderLoad {
  readonly pid: number;
  readonly outputs: StageOutputs;
  readonly control: Control;
  /** What it printed on its standard error. */
  readonly errorLines: readonly string[];
  /** Asks it to end. @returns what is wrong with how it ended */
  stop(): Promise<readonly string[]>;
}

/** Longest that a stage may take to end, in milliseconds. */
const endBoundMs = 15_000;

export interface StageUnderLoadOptions {
  /** Where the stage keeps its state. @default a folder of its own on disk */
  readonly keeps?: 'disk' | 'memory';
  /** What is other than in the `dev` stack, beside its throttles. */
  readonly change?: (document: StackDocument) => void;
}

export async function startStageUnderLoad({
  keeps = 'disk',
  change,
}: StageUnderLoadOptions = {}): Promise<StageUnderLoad> {
  const copy = copyLoadedStack(change);
  const state = mkdtempSync(join(tmpdir(), 'gatehouse-load-'));
  const errorLines: string[] = [];
  const stage = await startLocalStage({
    environment: 'dev',
    port: 0,
    controlPort: 0,
    document: copy.document,
    outputsFile: copy.outputsFile,
    ...(keeps === 'disk' && { state }),
    onLine: () => undefined,
    onErrorLine: (line) => errorLines.push(line),
  });
  useAwsEnvironment(join(dirname(copy.outputsFile), 'aws.env'));
  return {
    pid: stage.pid,
    outputs: readOutputs(copy.outputsFile, 'dev'),
    control: controlOf(stage.readyLine),
    errorLines,
    async stop() {
      const found = await end(stage);
      rmSync(state, { recursive: true, force: true });
      copy.remove();
      return found;
    },
  };
}

async function end(stage: RunningStage): Promise<readonly string[]> {
  const family = familyOf(stage.pid, listProcesses());
  const late = Symbol('late');
  const outcome = await Promise.race([
    stage.stop().then(() => stage.ended),
    // Once the stage has ended, the time that is left of the bound keeps nobody.
    sleep(endBoundMs, late, { ref: false }),
  ]);
  if (outcome === late) return [`the stage has not ended ${endBoundMs} ms after SIGTERM`];
  const pids = new Set(family.map(({ pid }) => pid));
  const left = listProcesses().filter(({ pid, command }) => pids.has(pid) && !command.includes('defunct'));
  return [
    ...(outcome === 0 ? [] : [`the stage ended with status ${outcome}. Expected: 0`]),
    ...left.map(({ pid, command }) => `process ${pid} (${command}) is left of the stage. Expected: none`),
  ];
}
