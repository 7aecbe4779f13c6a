/**
 * Installs the dependencies when they are missing or older than the lockfile, and the packages of
 * this host that the lockfile does not name. Runs before `npm start` and `npm test`, on whatever
 * Node the host has: built-in modules only.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old. Expected: 20.19 or newer; the project then brings Node 24 itself.`);
}
if (needsInstall()) {
  say('installing the dependencies (npm ci), which takes about a minute');
  npm('ci', '--no-audit', '--no-fund');
}
for (const [name, version] of missingPlatformPackages()) {
  say(`adding ${name}@${version} for this platform`);
  npm('install', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', `${name}@${version}`);
}

/** Whether what npm installed last differs from what the lockfile asks for. */
function needsInstall() {
  const installed = readJson('node_modules/.package-lock.json');
  if (!installed) return true;
  const wanted = readJson('package-lock.json');
  if (!wanted) fail('package-lock.json is missing or damaged. Expected: the committed file; restore it with git.');
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === '' || entry.link || !path.includes('node_modules/')) continue;
    const there = installed.packages[path];
    if (there ? there.version !== entry.version : !entry.optional && !entry.peer) return true;
  }
  return false;
}

/**
 * A lockfile can name a package for another platform only if the registry that wrote it had it. What
 * it leaves out for this host is added here, at the version that the package with the binaries asks
 * for.
 */
function missingPlatformPackages() {
  const host = `${process.platform}-${process.arch}`;
  const biome = readJson('node_modules/@biomejs/biome/package.json')?.version;
  const engine = readJson('local-stage/package.json')?.optionalDependencies?.['@dynoxide/linux-x64'];
  return [
    [`@biomejs/cli-${host}`, biome],
    [`@dynoxide/${host}`, engine],
  ].filter(([name, version]) => version && !existsSync(join(root, 'node_modules', name)));
}

function npm(...args) {
  // npm tells its scripts where it is, so that no shell and no PATH is needed to find it.
  const cli = process.env.npm_execpath;
  const [command, prefix] = cli ? [process.execPath, [cli]] : ['npm', []];
  const { status, error } = spawnSync(command, [...prefix, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) fail(`npm could not be started: ${error.message}. Expected: npm beside this Node.`);
  if (status !== 0) fail(`npm ${args[0]} ended with status ${status}. What it printed above says why.`);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return undefined;
  }
}

function say(text) {
  console.log(`gatehouse: ${text}`);
}

function fail(text) {
  console.error(`gatehouse: ${text}`);
  process.exit(1);
}
