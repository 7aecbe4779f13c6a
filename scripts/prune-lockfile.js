/**
 * Removes from package-lock.json the optional packages of other platforms that the registry did not
 * have when it was written: `npm ci` refuses a lockfile that names a package without an entry.
 * Run it after each `npm install`. What a host then lacks, `scripts/install.js` adds there.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = 'package-lock.json';
const lock = JSON.parse(readFileSync(file, 'utf8'));
let pruned = 0;
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue;
    delete entry.optionalDependencies[name];
    pruned += 1;
  }
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`pruned ${pruned} optional packages without an entry`);

/** Looks a package up as Node does: beside the one that asks, then in each folder above. */
function isLocked(from, name) {
  for (let path = from; ; path = parentOf(path)) {
    if (lock.packages[`${path === '' ? '' : `${path}/`}node_modules/${name}`]) return true;
    if (path === '') return false;
  }
}

/** `node_modules/a/node_modules/b` gives `node_modules/a`; the top gives the empty path. */
function parentOf(path) {
  const index = path.lastIndexOf('/node_modules/');
  return index < 0 ? '' : path.slice(0, index);
}
