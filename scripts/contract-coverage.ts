import type { ContractCoverage, RouteCoverage } from '../contracts/pact/coverage.ts';
import { textTable } from './text-table.ts';

/** How the coverage of contracts is shown: a row a route. */

const heads = ['route', 'operation', 'consumers', 'success', 'errors'] as const;

const cellsOf = ({ operation, consumers, successes, errors }: RouteCoverage): readonly string[] => [
  `${operation.method} ${operation.path}`,
  operation.operationId,
  consumers.join(', ') || (operation.uncontracted ? `none until ${operation.uncontracted.until}` : 'none'),
  successes.join(', '),
  errors.join(', '),
];

export const coverageTable = ({ routes }: ContractCoverage): string => textTable(heads, routes.map(cellsOf));

/** The page `docs/contract-coverage.md`. */
export function coverageMarkdown({ routes, messages }: ContractCoverage): string {
  const waived = routes.flatMap(({ operation: { method, path, uncontracted } }) =>
    uncontracted ? [`- \`${method} ${path}\` until ${uncontracted.until}: ${uncontracted.reason}`] : [],
  );
  return [
    '# What the contracts cover',
    '`npm run contracts` writes this page from the route tables and the pacts; `npm test` fails if it is another. [Contracts](./contracts.md) says what they are.',
    ...[...new Set(routes.map(({ api }) => api))].map((api) => section(api, routes)),
    ['## Messages', '', ...messages.map((message) => `- ${message}`)].join('\n'),
    ['## Routes without a contract', '', ...waived].join('\n'),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function section(api: string, routes: readonly RouteCoverage[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const own = routes.filter((route) => route.api === api);
  return [
    `## ${api}`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...own.map((route) => line(cellsOf(route).map((cell, column) => (column === 0 ? `\`${cell}\`` : cell)))),
  ].join('\n');
}
