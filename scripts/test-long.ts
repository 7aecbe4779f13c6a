import { inOrder, runSteps, type Step, step } from './steps.ts';

/** `npm run test:long`: the full-size runs, minutes to an hour; ends at the first step that fails. */

const node = (name: string, ...commandArguments: readonly string[]): Step =>
  step(name, process.execPath, commandArguments);

await runSteps(
  inOrder(
    node('bundle', 'scripts/bundle-functions.ts'),
    node('synth', 'scripts/synth.ts'),
    node('ten thousand exports under faults', 'scripts/export-faults.ts', '--exports', '10000'),
