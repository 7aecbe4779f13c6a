import { failureTexts, routeText } from './failure-texts.ts';
import { checkPacts, checkRun } from './guard.ts';
import { readPacts } from './pact-files.ts';
import type { Provider } from './provider.ts';
import { VerificationError } from './verification-error.ts';
import { startVerificationProxy } from './verification-proxy.ts';
import { runVerifier } from './verifier.ts';

/** What was verified: one line an interaction. */
export interface Verification {
  readonly verified: readonly string[];
  /** Interactions that were never kept yet, and are not. */
  readonly pending: readonly string[];
}

/**
 * Verifies a provider against all its pacts of a folder, with a guard around what Pact's verifier lets
 * pass.
 *
 * @throws {VerificationError} naming the pact, the state, or each interaction with its route and the
 *   promises that were broken.
 */
export async function verifyPacts(provider: Provider, folder: string): Promise<Verification> {
  const pacts = readPacts(folder).filter((pact) => pact.provider === provider.name);
  checkPacts(pacts, folder, provider);
  const proxy = await startVerificationProxy(provider);
  try {
    const source = pacts.flatMap(({ file }) => ['--file', file]);
    const report = await runVerifier({ provider: provider.name, port: proxy.port, source });
    if (report.failures.length > 0) {
      const context = { provider, pacts, reasons: proxy.served.failures };
      throw new VerificationError(failureTexts(report.failures, context).join('\n'));
    }
    checkRun(pacts, report, proxy.served);
  } finally {
    await proxy.close();
  }
  const verified = pacts.flatMap((pact) =>
    pact.interactions.map(
      (interaction) => `${pact.consumer}: ${interaction.description}${routeText(interaction, provider)}`,
    ),
  );
  return { verified, pending: [] };
}
