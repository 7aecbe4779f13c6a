import { parseArgs } from 'node:util';
import { command } from './command.ts';
import { exportLargeProjects, type LargeExport } from './export-faults/large-exports.ts';
import { textTable } from './text-table.ts';

/**
 * `node scripts/large-exports.ts [--tasks 50000]`: exports a project of so many tasks, and one of a tenth
 * of them, on a local stage of its own. Fails where a file is wrong, where the worker needs more than its
 * memory or its time, or where it needs more memory for more tasks. Needs the packages and the
 * synthesized stacks.
 */

/** What ten times the tasks may add to the memory, in megabytes: garbage that is not yet collected. */
const mostGrowthMb = 64;

await command('large-exports', async () => {
  const { values } = parseArgs({ options: { tasks: { type: 'string', default: '50000' } } });
  const tasks = Number(values.tasks);
  if (!(Number.isSafeInteger(tasks) && tasks >= 1000)) {
    throw new Error(`--tasks is '${values.tasks}'. Expected: a whole number from 1000`);
  }
  const found = await exportLargeProjects([tasks / 10, tasks]);
  console.log(tableOf(found));
  const faults = found.flatMap((one) => [...one.faults, ...growthFaults(one, found)]);
  for (const fault of faults) console.error(`FAILED: ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
});

function tableOf(found: readonly LargeExport[]): string {
  return textTable(
    ['tasks', 'format', 'rows', 'file MB', 'parts', 'seconds', 'most memory MB'],
    found.map(({ tasks, format, rows, bytes, parts, durationMs, usedMb }) => [
      ...[tasks, format, rows, (bytes / 1e6).toFixed(1), parts, (durationMs / 1000).toFixed(1), usedMb],
    ]),
  );
}

function growthFaults({ tasks, format, usedMb }: LargeExport, found: readonly LargeExport[]): readonly string[] {
  const smallest = found[0];
  if (!smallest || usedMb <= smallest.usedMb + mostGrowthMb) return [];
  return [
    `${tasks} tasks as ${format} took ${usedMb} MB, ${smallest.tasks} took ${smallest.usedMb} MB. ` +
      `Expected: at most ${mostGrowthMb} MB more`,
  ];
}
