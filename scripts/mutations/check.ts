import { globSync } from 'node:fs';

/** Tests of one suite that tell something of a mutation. */
export interface Check {
  /** Path of the suite. */
  readonly file: string;
  /** Matches the full names of the tests: those of their groups come before, with ` > ` between them. */
  readonly tests: RegExp;
}

const everyTest = /^/;

/** @param suite name of a file: `auth` is `contracts/smoke/auth.smoke.ts`. */
export function smoke(suite: string, tests: RegExp = everyTest): Check {
  return { file: `contracts/smoke/${suite}.smoke.ts`, tests };
}

/** @param suite name of a file: `tasks` is `lambdas/integration/tasks.integration.ts`. */
export function integration(suite: string, tests: RegExp = everyTest): Check {
  return { file: `lambdas/integration/${suite}.integration.ts`, tests };
}

/** Suites that look at throttles themselves; the others need them out of their way. */
const throttleSuites = ['throttling', 'throttles', 'quota'].map((suite) => `contracts/smoke/${suite}.smoke.ts`);
/** They need a browser, or TLS, and skip all their tests on a stage of this host. */
const elsewhere = ['browser', 'tls'].map((suite) => `contracts/smoke/${suite}.smoke.ts`);

/** Every other suite: smoke, contracts, integration. */
export const everySuite = (): readonly Check[] =>
  ['contracts/smoke/*.smoke.ts', 'scripts/mutations/*.suite.ts', 'lambdas/integration/*.integration.ts']
    .flatMap((pattern) => globSync(pattern).sort())
    .filter((file) => ![...throttleSuites, ...elsewhere].includes(file))
    .map((file) => ({ file, tests: everyTest }));

/** One check a file: what several ask of it together. */
export function together(checks: readonly Check[]): readonly Check[] {
  return [...Map.groupBy(checks, ({ file }) => file)].map(([file, same]) => ({
    file,
    tests: new RegExp([...new Set(same.map(({ tests }) => `(?:${tests.source})`))].join('|')),
  }));
}
