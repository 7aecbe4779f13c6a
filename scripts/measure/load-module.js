import { createRequire } from 'node:module';
import process from 'node:process';

/**
 * The process in which a package is loaded once, as Lambda does at a cold start. Prints how long that
 * took, in milliseconds: by the clock, and of the processors. JavaScript, so that nothing is transpiled
 * in the process that is measured.
 *
 * Usage: load-module.js FILE
 */
const require = createRequire(import.meta.url);
const [, , file = ''] = process.argv;
// Both are loaded at their first use.
process.cpuUsage();
performance.now();

const cpuBefore = process.cpuUsage();
const before = performance.now();
require(file);
const wallMs = performance.now() - before;
const { user, system } = process.cpuUsage(cpuBefore);

// What the module has begun, such as a connection that is kept, is not waited for.
process.stdout.write(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000 }), () => process.exit(0));
