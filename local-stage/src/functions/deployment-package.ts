import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Unzipped, unzipSync } from 'fflate';
import type { FunctionConfiguration } from './configuration.ts';

/** A function's deployment package, read and checked. */
export interface DeploymentPackage {
  /** Path of the handler's module inside the package, `index.mjs`. */
  readonly modulePath: string;
  /** Of its bytes. */
  readonly hash: string;
  /**
   * Unpacks into a folder named by the content, once: functions with the same package share it.
   *
   * @returns the folder, Lambda's task root.
   * @throws {Error} if the content is damaged.
   */
  unpack(rootFolder: string): string;
  /** @returns the file for what is compiled of the handler's module. */
  codeFile(folder: string): string;
}

/** Largest package, unzipped (Lambda developer guide, "Lambda quotas"). */
const maximumUnzippedBytes = 262_144_000;

/** In the order in which the runtime looks for the handler's module. */
const moduleExtensions = ['.js', '.mjs', '.cjs'] as const;

/** @throws {Error} if the package is missing, unreadable, no zip, too large or without the handler's module. */
export function readDeploymentPackage(configuration: FunctionConfiguration): DeploymentPackage {
  const fail = (problem: string, cause?: unknown) =>
    new Error(`${configuration.address}: the deployment package ${configuration.packagePath} ${problem}`, { cause });
  const zip = read(configuration.packagePath, fail);
  const names = listEntries(zip, fail);
  const modulePath = findModule(configuration.handler, names);
  if (modulePath === undefined) {
    const expected = moduleExtensions.map((extension) => moduleName(configuration.handler) + extension).join(', ');
    throw fail(
      `lacks the module of the handler "${configuration.handler}". Found: ${[...names].sort().join(', ') || 'nothing'}. ` +
        `Expected one of: ${expected}; bundle the functions again`,
    );
  }
  const hash = createHash('sha256').update(zip).digest('hex').slice(0, 32);
  return {
    modulePath,
    hash,
    unpack: (rootFolder) => unpackOnce(zip, join(rootFolder, hash), fail),
    codeFile: (folder) => join(folder, `${hash}-${encodeURIComponent(modulePath)}.code`),
  };
}

type Fail = (problem: string, cause?: unknown) => Error;

function read(path: string, fail: Fail): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fail(`cannot be read: ${reason}. Expected: a zip file; bundle the functions first`, error);
  }
}

function listEntries(zip: Buffer, fail: Fail): ReadonlySet<string> {
  const names = new Set<string>();
  let unzippedBytes = 0;
  try {
    unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        names.add(name);
        unzippedBytes += originalSize;
        return false;
      },
    });
  } catch (error) {
    throw fail('is not a zip file that can be read. Expected: a zip file; bundle the functions again', error);
  }
  const unsafe = [...names].find((name) => name.startsWith('/') || name.split(/[/\\]/).includes('..'));
  if (unsafe !== undefined) throw fail(`has an entry outside of its folder: "${unsafe}". Expected: relative paths`);
  if (unzippedBytes > maximumUnzippedBytes) {
    throw fail(`has ${unzippedBytes} bytes unzipped. Expected: at most ${maximumUnzippedBytes}; bundle less`);
  }
  return names;
}

const moduleName = (handler: string): string => handler.slice(0, handler.lastIndexOf('.'));

function findModule(handler: string, names: ReadonlySet<string>): string | undefined {
  return moduleExtensions.map((extension) => moduleName(handler) + extension).find((name) => names.has(name));
}

function unpackOnce(zip: Buffer, folder: string, fail: Fail): string {
  if (existsSync(folder)) return folder;
  for (const [name, content] of Object.entries(inflate(zip, fail))) {
    const path = join(folder, name);
    mkdirSync(name.endsWith('/') ? path : dirname(path), { recursive: true });
    if (!name.endsWith('/')) writeFileSync(path, content);
  }
  return folder;
}

function inflate(zip: Buffer, fail: Fail): Unzipped {
  try {
    return unzipSync(zip);
  } catch (error) {
    throw fail('cannot be unpacked: its content is damaged. Expected: a zip file; bundle the functions again', error);
  }
}
