/** GitHub takes comments of 65,536 characters at most; the report leaves room for its head. */
const mostCharacters = 60_000;

/**
 * What `cdktf diff` printed, as Markdown: the plan's last line first, the whole below it.
 *
 * @param output without colours.
 */
export function diffReport(environment: string, output: string, status: number): string {
  const prefix = `${environment}  `;
  const lines = output
    .split('\n')
    .map((line) => (line.startsWith(prefix) ? line.slice(prefix.length) : line).trimEnd());
  const plan = lines.findLast((line) => /Plan: \d+ to add|No changes\./.test(line))?.trim();
  const told = status === 0 ? (plan ?? 'The command told no plan.') : `**The command failed** (status ${status}).`;
  const text = lines.join('\n').trim();
  const cut = text.length > mostCharacters ? `... ${text.slice(-mostCharacters)}` : text;
  // A fence longer than any in the text, which could otherwise end it.
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return [
    `## Diff of ${environment}`,
    '',
    told,
    '',
    '<details><summary>All of it</summary>',
    '',
    fence,
    cut,
    fence,
    '',
    '</details>',
    '',
  ].join('\n');
}
