import type { Broker, Revision } from './broker.ts';
import { failureTexts } from './failure-texts.ts';
import { checkBrokerRun } from './guard.ts';
import type { Provider } from './provider.ts';
import type { Verification } from './verification.ts';
import { VerificationError } from './verification-error.ts';
import { startVerificationProxy } from './verification-proxy.ts';
import { runVerifier } from './verifier.ts';

export interface BrokerSource {
  readonly broker: Broker;
  /** What is verified. */
  readonly revision: Revision;
  /** Whether the broker learns of the results. */
  readonly isPublished: boolean;
}

/** The pacts that a change of ours must keep: of main, of what is deployed, and of a branch of the same name. */
const selectors = [{ mainBranch: true }, { deployedOrReleased: true }, { matchingBranch: true }];
/** Pacts that no selector takes are verified from here on, as work in progress. */
const workInProgressSince = '2026-11-01';

/**
 * Verifies a provider against the pacts that its broker selects. What was never kept before is pending:
 * its failures are told, and are no reason to fail.
 *
 * @throws {VerificationError} naming each interaction and the promises that were broken.
 */
export async function verifyBrokerPacts(
  provider: Provider,
  { broker, revision, isPublished }: BrokerSource,
): Promise<Verification> {
  const proxy = await startVerificationProxy(provider);
  try {
    const report = await runVerifier({
      provider: provider.name,
      port: proxy.port,
      source: [
        ...selectors.flatMap((selector) => ['--consumer-version-selectors', JSON.stringify(selector)]),
        ...['--enable-pending', '--include-wip-pacts-since', workInProgressSince],
        ...['--provider-version', revision.version, '--provider-branch', revision.branch],
        ...(isPublished ? ['--publish'] : []),
      ],
      environment: broker.variables,
    });
    const { failures, pendingFailures, results } = report;
    const context = { provider, reasons: proxy.served.failures };
    if (failures.length > 0) throw new VerificationError(failureTexts(failures, context).join('\n'));
    checkBrokerRun(provider.name, report, proxy.served);
    if (report.notPublished !== undefined) {
      throw new VerificationError(`the broker did not get the results: ${report.notPublished}`);
    }
    return {
      verified: results.flatMap(({ description, isKept }) => (isKept ? [`${provider.name}: ${description}`] : [])),
      pending: failureTexts(pendingFailures, context),
    };
  } finally {
    await proxy.close();
  }
}
