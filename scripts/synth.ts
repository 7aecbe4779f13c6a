import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** `npm run synth`: all environments into `cdktf.out/`, from the packages in `dist/lambdas`. */
const startedAt = performance.now();
const { status } = spawnSync(process.execPath, ['main.ts'], { stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);
console.error(`synthesized all environments in ${Math.round(performance.now() - startedAt)} ms`);
