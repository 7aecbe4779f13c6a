import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import type { main } from './command.ts';
import { requireCompiled } from './compiled-code.ts';

/**
 * The command where the stage was bundled into a few files: this one, `command.cjs` and `runtime.cjs`, which the
 * threads of functions run. It starts with what V8 compiled when it ran before.
 */

/** The boot is over then, and most of what it calls is compiled. */
const keepAfterMs = 3_000;

// Where functions keep what is compiled of them, too.
enableCompileCache();
const command = requireCompiled(join(__dirname, 'command.cjs'), join(__dirname, 'command.cjs.code'));
setTimeout(command.keep, keepAfterMs).unref();
const run = command.exports as { readonly main: typeof main };
void run.main(process.argv.slice(2)).then((exitCode) => process.exit(exitCode));
