import { globSync, readFileSync } from 'node:fs';
import { command } from './command.ts';
import { workflowProblems } from './workflows/workflow-rules.ts';

/** `node scripts/check-workflows.ts`: whether every workflow keeps the rules. */
await command('check-workflows', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
  const files = globSync('.github/workflows/*.{yml,yaml}').sort();
  if (files.length === 0) throw new Error('.github/workflows has no workflow. Expected: the jobs of CI');
  const problems = files.flatMap((file) =>
    workflowProblems(readFileSync(file, 'utf8'), new Set(Object.keys(scripts))).map((problem) => `${file}: ${problem}`),
  );
  if (problems.length > 0) throw new Error(`\n  ${problems.join('\n  ')}`);
  console.log(`${files.length} workflows keep the rules`);
});
