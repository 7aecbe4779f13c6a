import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { startLocalStage } from '../local-stage.ts';
import { copyStack } from '../testing/stack-copy.ts';
import type { Breakage } from './breakage.ts';
import { type PatchedPackages, patchedPackages } from './patched-packages.ts';

/** A stage that runs a copy of the `dev` stack, known as a deployed one is. */
export interface BrokenStage {
  readonly outputsFile: string;
  /** Variables with which a process reaches its AWS services. */
  readonly environment: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

/** @param breakage nothing for a stage as it should be. */
export async function startBroken(breakage: Pick<Breakage, 'stack' | 'source'> = {}): Promise<BrokenStage> {
  let packages: PatchedPackages | undefined;
  if (breakage.source) packages = await patchedPackages(breakage.source);
  const copy = copyStack('dev', (document) => {
    breakage.stack?.(document);
    packages?.install(document);
  });
  const remove = () => {
    copy.remove();
    packages?.remove();
  };
  const { document, outputsFile } = copy;
  try {
    const options = { environment: 'dev', port: 0, controlPort: 0, document, outputsFile };
    const stage = await startLocalStage({ ...options, onLine: () => undefined });
    const variables = parseEnv(readFileSync(join(dirname(outputsFile), 'aws.env'), 'utf8'));
    return {
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
