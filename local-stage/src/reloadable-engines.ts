import type { BootWatch } from './boot.ts';
import { type Configured, configureStage } from './configure.ts';
import { type Engines, type EnginesOptions, startEngines } from './engines.ts';
import type { Lasting } from './lasting.ts';
import type { Listeners } from './listeners.ts';
import type { TerraformDocument } from './terraform/document.ts';

/** The engines of a stage, which another document can replace. */
export interface ReloadableEngines {
  /** Once, before anything else. */
  start(document: TerraformDocument, boot: BootWatch): Promise<Configured>;
  /**
   * One after the other, whoever asks.
   *
   * @throws {Error} if the document is refused; the engines of before then run on.
   */
  reload(document: TerraformDocument): Promise<Configured>;
  /** @throws {Error} before they are started. */
  current(): Engines;
  configured(): Configured;
  close(): Promise<void>;
}

/** Longest wait for what is under way when a document is reloaded, in milliseconds. */
const quietTimeoutMs = 3_000;
const pollMs = 5;

export function createReloadableEngines(
  listeners: Listeners,
  lasting: Lasting,
  options: EnginesOptions,
): ReloadableEngines {
  let running: { readonly engines: Engines; readonly configured: Configured } | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const now = () => {
    if (!running) throw new Error('the stage is starting. Expected: a call once it is ready');
    return running;
  };
  const run = async (configured: Configured): Promise<Configured> => {
    const engines = await startEngines(configured.configuration, lasting, options);
    lasting.warm.drop();
    for (const [address, gateway] of engines.gateways) listeners.serve(address, gateway);
    running = { engines, configured };
    return configured;
  };
  const replace = async (document: TerraformDocument): Promise<Configured> => {
    const before = now();
    listeners.requireSameApis(document);
    const configured = configureStage(document, listeners.urls);
    await listeners.hold(quietTimeoutMs);
    await untilIdle(before.engines);
    options.endpoint.suspend();
    await before.engines.close();
    try {
      return await run(configured);
    } catch (error) {
      await run(before.configured);
      throw error;
    }
  };

  return {
    async start(document, boot) {
      const configured = configureStage(document, listeners.urls);
      boot.step('expressions', String(configured.expressionCount));
      await run(configured);
      boot.step('engines', enginesOf(configured));
      return configured;
    },
    reload(document) {
      const reloaded = turn.then(() => replace(document));
      turn = reloaded.catch(() => undefined);
      return reloaded;
    },
    current: () => now().engines,
    configured: () => now().configured,
    async close() {
      await turn;
      await running?.engines.close();
    },
  };
}

function enginesOf({ configuration }: Configured): string {
  const { functions, queues, tables } = configuration;
  return [counted(functions, 'function'), counted(queues, 'queue'), counted(tables, 'table')].join(', ');
}

const counted = ({ length }: readonly unknown[], noun: string): string => `${length} ${noun}${length === 1 ? '' : 's'}`;

/** Invocations that no request waits for, such as those of a queue, end first. */
async function untilIdle(engines: Engines): Promise<void> {
  const endsAt = performance.now() + quietTimeoutMs;
  while (engines.functions().some(({ busy }) => busy > 0) && performance.now() < endsAt) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
