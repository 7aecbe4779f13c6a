import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { Breakage } from './breakages/breakage.ts';
import { breakages } from './breakages/breakages.ts';
import { startBroken } from './breakages/broken-stage.ts';
import { failuresIn, smoke, type Verdict, verifyContracts } from './breakages/checks.ts';
import { command } from './command.ts';
import { type TableRow, textTable } from './text-table.ts';

/**
 * `npm run breakages [-- --only 'drop a header,forget Retry-After']`: breaks a promise of the `dev` stack
 * at a time, in a copy, and asks the smoke tests and the contracts about the stage. Fails for a breakage
 * that none notices, or about which none names the route and the promise; and if a stage as it should be
 * is found fault with. Needs the packages and the synthesized stacks.
 */
await command('breakages', async () => {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const chosen = choose(values.only?.split(','));
  const problems: string[] = [];
  const rows: TableRow[] = [];
  const tell = (row: TableRow, found: readonly string[]) => {
    console.log(row.join('  '));
    rows.push(row);
    problems.push(...found);
  };
  tell(...(await baseline('dev', true)));
  // As a job meets it: what it cannot bear is not done to it.
  tell(...(await baseline('prod', false)));
  for (const breakage of chosen) tell(...(await tryBreakage(breakage)));
  console.log(`\n${textTable(['breakage', 'route', 'noticed by', 'seconds'], rows)}`);
  if (problems.length > 0) throw new Error(`\n  ${problems.join('\n  ')}`);
});

/** @throws {Error} for a name that no breakage has. */
function choose(names: readonly string[] | undefined): readonly Breakage[] {
  const all = breakages.map(({ name }) => name);
  const unknown = names?.filter((name) => !all.includes(name)) ?? [];
  if (unknown.length === 0) return breakages.filter(({ name }) => names?.includes(name) ?? true);
  throw new Error(`'${unknown.join("', '")}' is no breakage. Expected some of: ${all.join(', ')}`);
}

type Told = readonly [row: TableRow, problems: readonly string[]];

/** A stage as it should be: everything is asked, and nothing may be found. */
async function baseline(environment: string, isNobodyElses: boolean): Promise<Told> {
  const from = performance.now();
  const stage = await startBroken({}, { environment, isNobodyElses });
  try {
    const verdicts = [await smoke(stage), await verifyContracts(stage)];
    const red = verdicts.filter(({ isRed }) => isRed);
    const problems = red.map(
      ({ check, output }) => `${environment} unbroken, ${check} is red:\n${failuresIn(output).join('\n')}`,
    );
    return [
      [`(none, ${environment})`, '', red.map(({ check }) => check).join(', ') || 'nobody', seconds(from)],
      problems,
    ];
  } finally {
    await stage.stop();
  }
}

async function tryBreakage(breakage: Breakage): Promise<Told> {
  const { name, route, suites, contracts } = breakage;
  const from = performance.now();
  const stage = await startBroken(breakage);
  try {
    const verdicts = [await smoke(stage, suites)];
    if (contracts) verdicts.push(await verifyContracts(stage));
    if (!verdicts.some(({ isRed }) => isRed)) verdicts.push(await smoke(stage));
    const red = verdicts.filter(({ isRed }) => isRed).map(({ check }) => check);
    const row: TableRow = [name, route, red.join(' and ') || 'NOBODY', seconds(from)];
    return [row, problemsOf(breakage, verdicts)];
  } finally {
    await stage.stop();
  }
}

function problemsOf({ name, route, promise, contracts }: Breakage, verdicts: readonly Verdict[]): readonly string[] {
  const red = verdicts.filter(({ isRed }) => isRed);
  if (red.length === 0) return [`'${name}' stays green. Expected: a check that is red`];
  const said = red.flatMap(({ output }) => failuresIn(output));
  const problems: string[] = [];
  if (!said.some((text) => text.includes(route) && promise.test(text))) {
    problems.push(`'${name}' is red without naming ${route} and ${promise}:\n${said.join('\n')}`);
  }
  if (contracts && !red.some(({ check }) => check === 'contracts')) {
    problems.push(`'${name}' breaks a contract, whose verification stays green`);
  }
  return problems;
}

function seconds(from: number): string {
  return ((performance.now() - from) / 1000).toFixed(1);
}
