import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * The benchmark's own folder: peers and the load generator are installed there, never into the
 * project.
 */
const workshop = resolve('.bench');

const versions = {
  /** The load generator. */
  autocannon: '9.0.0',
  /** The Serverless Framework's fork that still boots without a login. */
  osls: '4.3.1',
  'serverless-offline': '14.8.2',
} as const;
export type Tool = keyof typeof versions;

export const versionOf = (tool: Tool): string => versions[tool];

/** Path of a file of an installed tool. */
export const toolFile = (tool: Tool, ...path: readonly string[]): string =>
  join(workshop, 'node_modules', tool, ...path);

/** A folder in the workshop, made if it is missing. */
export function workshopFolder(name: string): string {
  const folder = join(workshop, name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/**
 * Installs what is missing.
 *
 * @throws {Error} if npm does not.
 */
export function installTools(): void {
  if (Object.entries(versions).every(([tool, version]) => installedVersion(tool as Tool) === version)) return;
  mkdirSync(workshop, { recursive: true });
  writeFileSync(join(workshop, 'package.json'), JSON.stringify({ private: true, dependencies: versions }));
  const npm = process.env['npm_execpath'];
  const [command, prefix] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  // serverless-offline names a framework that needs a login as its peer; osls takes that one's place.
  const { status } = spawnSync(command, [...prefix, 'install', '--no-audit', '--no-fund', '--legacy-peer-deps'], {
    cwd: workshop,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm install in ${workshop} ended with status ${status}; what it printed says why`);
}

function installedVersion(tool: Tool): string | undefined {
  const file = toolFile(tool, 'package.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : undefined;
}
