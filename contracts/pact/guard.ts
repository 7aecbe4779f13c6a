import type { PactDocument } from './pact-files.ts';
import type { Provider } from './provider.ts';
import { VerificationError } from './verification-error.ts';
import type { Served } from './verification-proxy.ts';
import type { VerifierReport } from './verifier.ts';

/** What Pact's verifier lets pass without a word, held before and after its run. */

/**
 * @param folder where the pacts were looked for.
 * @throws {VerificationError} if there is no pact, or one without interactions, with two of one
 *   identity, or with a state or message that the provider does not know.
 */
export function checkPacts(pacts: readonly PactDocument[], folder: string, provider: Provider): void {
  if (pacts.length === 0) {
    throw new VerificationError(
      `${folder} has no pact with the provider '${provider.name}'. Expected: the consumers' pacts; 'npm run contracts' writes them`,
    );
  }
  const problems = pacts.flatMap((pact) => [...pactProblems(pact, provider)]);
  if (problems.length > 0) throw new VerificationError(problems.join('\n'));
}

function* pactProblems({ file, interactions }: PactDocument, provider: Provider): Generator<string> {
  if (interactions.length === 0) yield `${file} has no interactions. Expected: at least one`;
  const seen = new Set<string>();
  for (const { description, states, http } of interactions) {
    const identity = [description, ...states].join(' | ');
    if (seen.has(identity)) yield `${file} has two interactions '${identity}'. Expected: one; the other is never sent`;
    seen.add(identity);
    for (const state of states) {
      if (!Object.hasOwn(provider.states, state)) {
        yield `${file}: '${description}' needs the state '${state}', which has no handler. Expected: one in contracts/pact/states/`;
      }
    }
    if (!http && !Object.hasOwn(provider.messages, description)) {
      yield `${file}: the message '${description}' has no builder. Expected: one in contracts/pact/stage-providers.ts`;
    }
  }
}

/**
 * @param expected interactions that the pacts have.
 * @throws {VerificationError} if the verifier reports, or sent, another number of interactions.
 */
export function checkRun(
  expected: readonly PactDocument[],
  { results }: VerifierReport,
  { requests, messages, statesSetUp }: Served,
): void {
  const interactions = expected.flatMap((pact) => pact.interactions);
  const wanted = interactions.length;
  if (results.length !== wanted) {
    throw new VerificationError(
      `the verifier reports ${results.length} interactions. Expected: ${wanted}, those of the pacts`,
    );
  }
  if (requests + messages !== wanted) {
    throw new VerificationError(
      `the verifier sent ${requests} requests and asked for ${messages} messages. Expected: ${wanted} in all, one an interaction`,
    );
  }
  for (const state of new Set(interactions.flatMap(({ states }) => states))) {
    const [needed, ran] = [interactions.flatMap(({ states }) => states), statesSetUp].map(
      (list) => list.filter((name) => name === state).length,
    );
    if (needed !== ran) {
      throw new VerificationError(
        `the state '${state}' was set up ${ran} times. Expected: ${needed}, once an interaction`,
      );
    }
  }
}

/**
 * What the consumers' tests wrote: two interactions of one description and state become one in a pact,
 * and files that run at once lose some.
 *
 * @param tests that passed.
 * @throws {VerificationError} if the pacts have another number of interactions.
 */
export function checkCount(tests: number, pacts: readonly PactDocument[]): void {
  const interactions = pacts.reduce((sum, pact) => sum + pact.interactions.length, 0);
  if (interactions === tests) return;
  throw new VerificationError(
    `${tests} tests wrote ${interactions} interactions. Expected: one a test, each with a description of its own`,
  );
}

/**
 * What can be said of a run whose pacts only the broker has.
 *
 * @throws {VerificationError} if nothing was verified, or less than was reported.
 */
export function checkBrokerRun(
  provider: string,
  { results }: VerifierReport,
  { requests, messages, failures }: Served,
): void {
  if (results.length === 0) {
    throw new VerificationError(
      `the broker has no interactions with '${provider}'. Expected: pacts that consumers have published`,
    );
  }
  // What was not sent failed before: its state could not be set up.
  if (requests + messages + failures.length < results.length) {
    throw new VerificationError(
      `the verifier reports ${results.length} interactions, and sent ${requests + messages}. Expected: each to be sent`,
    );
  }
}
