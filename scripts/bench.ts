import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bareContestant } from './bench/bare.ts';
import { measureGrowth } from './bench/growth.ts';
import { measureLife } from './bench/life.ts';
import { limitsOf } from './bench/limits.ts';
import { localStageContestant } from './bench/local-stage.ts';
import { profileStage } from './bench/profile.ts';
import { type Report, reportOf } from './bench/report.ts';
import { playRound, type Round } from './bench/rounds.ts';
import { serverlessOfflineContestant } from './bench/serverless-offline.ts';
import { type Summary, summaryOf } from './bench/summary.ts';
import { installTools } from './bench/workshop.ts';
import { command } from './command.ts';

/**
 * `npm run bench [-- --rounds 5 --seconds 5]`: the local stage beside serverless-offline and a bare
 * node:http server, in one run. Prints a table, and writes it with its figures to `docs/benchmarks.md` and
 * `docs/benchmarks.json`. Needs the packages and the synthesized stacks; Linux, whose `/proc` tells the
 * processor time. It judges nothing: machines are noisy. Then the local stage alone: with 30 routes and with
 * 1,000, under a profiler, and `npm start` with what it takes of memory and how soon it runs what is saved.
 */
await command('bench', async () => {
  const { rounds, seconds } = readOptions();
  installTools();
  const version = (JSON.parse(readFileSync('local-stage/package.json', 'utf8')) as { version: string }).version;
  const contestants = [localStageContestant(version), serverlessOfflineContestant(), bareContestant()];
  const played: Round[][] = contestants.map(() => []);
  for (let round = 1; round <= rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) {
      console.log(`round ${round} of ${rounds}: ${contestant.name}`);
      played[index]?.push(await playRound(contestant, { seconds }));
    }
  }
  const [stage, peer, bare] = contestants.map((contestant, index) => summaryOf(contestant, played[index] ?? [])) as [
    Summary,
    Summary,
    Summary,
  ];
  const profile = await profileStage(localStageContestant(version), seconds);
  const growth = await measureGrowth({ rounds, seconds });
  console.log('npm start');
  const life = await measureLife();
  const date = new Date().toISOString().slice(0, 10);
  publish({
    stage,
    peer,
    bare,
    profile,
    growth,
    life,
    seconds,
    date,
    command: `npm run bench -- --rounds ${rounds} --seconds ${seconds}`,
  });
});

function readOptions(): { readonly rounds: number; readonly seconds: number } {
  const { values } = parseArgs({
    options: { rounds: { type: 'string', default: '5' }, seconds: { type: 'string', default: '5' } },
  });
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
  if (Number.isInteger(rounds) && rounds > 0 && Number.isInteger(seconds) && seconds > 0) return { rounds, seconds };
  throw new Error(`rounds ${values.rounds}, seconds ${values.seconds}. Expected: whole numbers of 1 or more`);
}

function publish(report: Report): void {
  const text = reportOf(report);
  console.log(`\n${text}`);
  writeFileSync('docs/benchmarks.md', `${text}\n`);
  writeFileSync('docs/benchmarks.json', `${JSON.stringify({ ...report, limits: limitsOf(report) }, undefined, 2)}\n`);
}
