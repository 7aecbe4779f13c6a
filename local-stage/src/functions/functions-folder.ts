import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeploymentPackage } from './deployment-package.ts';
import { hasContent, placeFolder } from './folder-content.ts';
import { keepUsedLast } from './used-last.ts';

/**
 * What the functions keep on disk while they run. Unpacked packages and what Node compiled of them stay
 * for the stages to come, which start their threads in half the time: a folder of this user's alone
 * below the system's folder of temporary files. It is not in a project, whose `node_modules` would let
 * functions import what their packages lack.
 */
export interface FunctionsFolder {
  /** What Node compiled, for the next thread of the same code. */
  readonly compileCache: string;
  /** A file without content. */
  readonly emptyFile: string;
  /**
   * Unpacks a package into a folder named by its content: functions with the same package share it. What
   * an earlier stage left there is taken if it is just what the package holds.
   *
   * @returns Lambda's task root.
   * @throws {Error} if the package's content is damaged.
   */
  taskRoot(deploymentPackage: Pick<DeploymentPackage, 'hash' | 'files'>): string;
  /** Removes what no stage has used for a while. */
  prune(): void;
  /** Removes what is this stage's only, and prunes. */
  close(): void;
}

/** Packages, and files of compiled code, that stay however long nobody has used them. */
const keptEntries = 256;
/** Milliseconds since its last use after which an entry beyond those may go; a stage may run with it. */
const unusedMs = 60 * 60 * 1000;

export function createFunctionsFolder(): FunctionsFolder {
  const own = mkdtempSync(join(tmpdir(), 'local-stage-functions-'));
  const lasting = lastingFolder() ?? own;
  const [packages, compileCache] = [join(lasting, 'packages'), join(lasting, 'compile-cache')];
  const emptyFile = join(own, 'empty');
  writeFileSync(emptyFile, '');
  for (const folder of [packages, compileCache]) mkdirSync(folder, { recursive: true });
  // Without it, Node would look for a module's type in the folders above.
  writeFileSync(join(lasting, 'package.json'), '{}');
  /** Whose content is known since this stage started. */
  const checked = new Set<string>();
  const prune = () => {
    keepUsedLast(entriesOf(packages), keptEntries, unusedMs);
    keepUsedLast(
      readdirSync(compileCache).flatMap((version) => entriesOf(join(compileCache, version))),
      keptEntries,
      unusedMs,
    );
  };
  return {
    compileCache,
    emptyFile,
    taskRoot({ hash, files }) {
      const folder = join(packages, hash);
      if (!checked.has(hash) || !existsSync(folder)) {
        const content = files();
        if (!hasContent(folder, content)) placeFolder(folder, content);
        checked.add(hash);
      }
      const now = new Date();
      utimesSync(folder, now, now);
      return folder;
    },
    prune,
    close() {
      rmSync(own, { recursive: true, force: true });
      if (lasting !== own) prune();
    },
  };
}

/** @returns nothing where the folder of that name is somebody else's, or others may write into it. */
function lastingFolder(): string | undefined {
  const user = process.getuid?.();
  const folder = join(tmpdir(), user === undefined ? 'local-stage' : `local-stage-${user}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { uid, mode } = lstatSync(folder);
    // Windows knows neither; its folder of temporary files is a user's own.
    return user === undefined || (uid === user && (mode & 0o077) === 0) ? folder : undefined;
  } catch {
    return undefined;
  }
}

const entriesOf = (folder: string): readonly string[] => readdirSync(folder).map((name) => join(folder, name));
