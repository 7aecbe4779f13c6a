import { inOrder, runSteps, type Step, step } from './steps.ts';

/** `npm run test:long`: the full-size runs, minutes to an hour; ends at the first step that fails. */

const node = (name: string, ...commandArguments: readonly string[]): Step =>
  step(name, process.execPath, commandArguments);

await runSteps(
  inOrder(
    node('bundle', 'scripts/bundle-functions.ts'),
    node('synth', 'scripts/synth.ts'),
    node('twelve breakages', 'scripts/breakages.ts'),
    node('exports of 50,000 tasks', 'scripts/large-exports.ts'),
    node('ten thousand exports under faults', 'scripts/export-faults.ts', '--exports', '10000'),
    node('ten minutes of load with faults', 'scripts/long-run/load.ts', '--minutes', '10'),
    node('fuzzing', 'scripts/fuzz.ts', '--requests', '100000'),
    node('mutations, all', 'scripts/mutate.ts', '--all'),
  ),
);
