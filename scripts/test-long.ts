import { runSteps, step } from './steps.ts';

/** `npm run test:long`: the full-size runs, minutes to an hour; ends at the first step that fails. */

await runSteps(() => {
  step('bundle', process.execPath, ['scripts/bundle-functions.ts']);
  step('synth', process.execPath, ['scripts/synth.ts']);
  step('ten minutes of load with faults', process.execPath, ['scripts/long-run/load.ts', '--minutes', '10']);
  step('mutations, all', process.execPath, ['scripts/mutate.ts', '--all']);
});
