import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { environments } from '../../stacks/environments.ts';
import { type RunningStage, startLocalStage } from '../local-stage.ts';
import { controlUrlOf } from '../long-run/control.ts';
import { raiseLimits } from '../long-run/loaded-stack.ts';
import { stageOf } from '../named-stage.ts';
import { readOutputs } from '../stage-files.ts';
import { copyStack, type StackDocument } from '../testing/stack-copy.ts';
import type { Check } from './check.ts';
import { createChecks, type Findings } from './checks.ts';
import type { Mutation } from './mutation.ts';

/** The environment whose stack is mutated. */
export const environment = environments.dev;

/** The consumers' pacts have a partner that has used up its plan. */
const usedUpPlan = 'smoke-usage-plan';

/** A stage that becomes one mutated stack after the other, and the tests that ask it. */
export interface Lane {
  /**
   * Makes the stage a copy of the synthesized stack with mutations, in place: what is stored is kept.
   *
   * @returns why the stage refuses the stack; nothing if it runs it.
   */
  become(mutations: readonly Mutation[]): Promise<string | undefined>;
  /** Begins anew: a stage that nothing is stored in. */
  renew(): Promise<void>;
  ask(check: Check): Promise<Findings>;
  close(): Promise<void>;
}

export async function openLane(): Promise<Lane> {
  const copy = copyStack(environment.name, () => {});
  const original = readFileSync(copy.document, 'utf8');
  const checks = await createChecks();
  let stage: ReloadableStage | undefined;

  /** What the suites know of the throttles, by which they pace themselves. */
  let paced = environment;
  let written: readonly Mutation[] = [];

  const write = (mutations: readonly Mutation[]) => {
    written = mutations;
    const document = JSON.parse(original) as StackDocument;
    const isOfThrottles = mutations.some((mutation) => mutation.isOfThrottles);
    paced = isOfThrottles ? environment : { ...environment, throttles: raised(environment.throttles) };
    if (!isOfThrottles) raiseLimits(document, [usedUpPlan]);
    for (const { apply } of mutations) apply(document);
    writeFileSync(copy.document, JSON.stringify(document));
  };
  return {
    async become(mutations) {
      if (!stage || mutations.some(({ needsNewStage }) => needsNewStage) || (await isAhead(stage))) {
        return beginAnew(mutations);
      }
      write(mutations);
      return stage.reload();
    },
    async renew() {
      const refusal = await beginAnew([]);
      if (refusal !== undefined) throw new Error(refusal);
    },
    async ask(check) {
      if (stage && (await isAhead(stage))) await beginAnew(written);
      if (!stage) throw new Error('there is no stage to ask. Expected: one that has become a stack');
      const outputs = readOutputs(copy.outputsFile, environment.name);
      const variables = parseEnv(readFileSync(join(dirname(copy.outputsFile), 'aws.env'), 'utf8')) as Record<
        string,
        string
      >;
      const asked = stageOf(paced, outputs, stage.controlUrl);
      return checks.run(asked, { ...variables, GATEHOUSE_CONTROL: stage.controlUrl }, check);
    },
    async close() {
      await checks.close();
      await stage?.stop();
      copy.remove();
    },
  };

  async function beginAnew(mutations: readonly Mutation[]): Promise<string | undefined> {
    await stage?.stop();
    stage = undefined;
    write(mutations);
    try {
      stage = await startReloadable(copy);
      return undefined;
    } catch (error) {
      if (error instanceof Refused) return error.message;
      throw error;
    }
  }
}

/** Suites move the stage's clock. Those that sign with their own are refused when it is 5 minutes ahead. */
const mostSecondsAhead = 60;

async function isAhead({ controlUrl }: ReloadableStage): Promise<boolean> {
  const { epochMs } = (await (await fetch(`${controlUrl}/clock`)).json()) as { epochMs: number };
  return (epochMs - Date.now()) / 1000 > mostSecondsAhead;
}

/** As `raiseLimits` leaves the contact form's as it is, and no test comes near the others. */
const raised = (throttles: typeof environment.throttles): typeof environment.throttles => ({
  ...(Object.fromEntries(
    Object.keys(throttles).map((name) => [name, { ratePerSecond: 1000, burst: 1000 }]),
  ) as typeof throttles),
  contact: throttles.contact,
});

/** A stack that the stage refuses to start with. */
class Refused extends Error {
  override readonly name = 'Refused';
}

interface ReloadableStage {
  readonly controlUrl: string;
  /** @returns why the stage refuses its document now; nothing if it runs it. */
  reload(): Promise<string | undefined>;
  stop(): Promise<void>;
}

interface Files {
  readonly document: string;
  readonly outputsFile: string;
}

const refusal = 'not reloaded, the stage goes on as it was: ';

async function startReloadable({ document, outputsFile }: Files): Promise<ReloadableStage> {
  let told: (outcome: string | undefined) => void = () => {};
  const errors: string[] = [];
  const onLine = (line: string) => {
    if (line.startsWith('reloaded in ')) told(undefined);
    if (line.startsWith(refusal)) told(line.slice(refusal.length));
  };
  const options = { environment: environment.name, port: 0, controlPort: 0, document, outputsFile, onLine };
  let stage: RunningStage;
  try {
    stage = await startLocalStage({ ...options, onErrorLine: (line) => errors.push(line) });
  } catch (error) {
    // A refusal is a line of the stage's own; anything else is no answer about the mutation.
    if (errors.some((line) => line.startsWith('local-stage: '))) throw new Refused(errors.join('\n'));
    throw error;
  }
  const ended = stage.ended.then((status): never => {
    throw new Error(`the stage ended with status ${status} while it read its document. Expected: one that goes on`);
  });
  ended.catch(() => {});
  return {
    controlUrl: controlUrlOf(stage.readyLine),
    async reload() {
      const outcome = new Promise<string | undefined>((resolve) => {
        told = resolve;
      });
      stage.reload();
      return Promise.race([outcome, ended]);
    },
    stop: () => stage.stop(),
  };
}
