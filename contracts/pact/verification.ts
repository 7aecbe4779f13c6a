import { checkPacts, checkRun } from './guard.ts';
import { type PactDocument, type PactInteraction, readPacts } from './pact-files.ts';
import type { Provider } from './provider.ts';
import { VerificationError } from './verification-error.ts';
import { startVerificationProxy } from './verification-proxy.ts';
import { runVerifier, type VerifierFailure } from './verifier.ts';

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
      const texts = report.failures.map((failure) => failureText(failure, pacts, provider));
      throw new VerificationError([...texts, ...new Set(proxy.served.failures)].join('\n'));
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

/** Which promise of which route was broken, and to whom. */
export function failureText(
  { interaction, broken }: VerifierFailure,
  pacts: readonly PactDocument[],
  provider: Provider,
): string {
  const found = pacts
    .filter(({ consumer }) => interaction.startsWith(`${consumer} and ${provider.name} `))
    .flatMap((pact) => pact.interactions)
    .find(({ description, states }) => interaction.endsWith(`${givenText(states)}- ${description}`));
  const route = found ? routeText(found, provider) : '';
  return [`${interaction}${route}`, ...broken.map((text) => `  ${text}`)].join('\n');
}

const givenText = (states: readonly string[]) => (states.length === 0 ? '' : `Given ${states.join(' And ')} `);

function routeText({ http }: PactInteraction, provider: Provider): string {
  const route = http && provider.routeOf(http.method, http.path);
  return route ? ` [${route.name}]` : '';
}
