import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { startLocalStage } from '../local-stage.ts';
import { copyStack } from '../testing/stack-copy.ts';
import type { Breakage } from './breakage.ts';
import { type PatchedPackages, patchedPackages } from './patched-packages.ts';

/** A stage that runs a copy of a stack, known as a deployed one is. */
export interface BrokenStage {
  /** Name of its environment. */
  readonly name: string;
  readonly outputsFile: string;
  /** Variables with which a process reaches its AWS services. */
  readonly environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

export interface BrokenStageOptions {
  /** @default 'dev' */
  readonly environment?: string;
  /** Whether the stage is nobody else's, and has a control API. @default true */
  readonly isNobodyElses?: boolean;
}

/** @param breakage nothing for a stage as it should be. */
export async function startBroken(
  breakage: Pick<Breakage, 'stack' | 'source'> = {},
  { environment = 'dev', isNobodyElses = true }: BrokenStageOptions = {},
): Promise<BrokenStage> {
  let packages: PatchedPackages | undefined;
  if (breakage.source) packages = await patchedPackages(breakage.source);
  const copy = copyStack(environment, (document) => {
    breakage.stack?.(document);
    packages?.install(document);
  });
  const remove = () => {
    copy.remove();
    packages?.remove();
  };
  const { document, outputsFile } = copy;
  try {
    const options = { environment, port: 0, document, outputsFile, ...(isNobodyElses && { controlPort: 0 }) };
    const stage = await startLocalStage({ ...options, onLine: () => undefined });
    const variables = parseEnv(readFileSync(join(dirname(outputsFile), 'aws.env'), 'utf8'));
    return {
      name: environment,
      outputsFile,
      // Colours would stand between the words that are looked for.
      environment: { ...process.env, ...variables, NO_COLOR: '1', FORCE_COLOR: '0' },
      async stop() {
        await stage.stop();
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}
