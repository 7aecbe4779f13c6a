import type { IncomingMessage } from 'node:http';
import { Verifier } from '@pact-foundation/pact';
import { type PactDocument, readPacts } from './pact-files.ts';
import type { StateHandler, StateValues } from './provider-states.ts';

export interface VerificationOptions {
  /** Folder of the pacts. */
  readonly pacts: string;
  readonly provider: string;
  /** URL of the stage. */
  readonly baseUrl: string;
  readonly handlers: Readonly<Record<string, StateHandler>>;
  /** Headers that replace those that a pact sends, names in lower case. */
  readonly credentials: Readonly<Record<string, string>>;
  /** @default 'warn' */
  readonly logLevel?: 'error' | 'warn' | 'info';
}

/** What was verified: one line an interaction. */
export interface Verification {
  readonly interactions: readonly string[];
}

/** A verification that failed, or that would have passed without having verified anything. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';
}

/**
 * Verifies a provider against all pacts of a folder. Guards what Pact's own verifier lets pass: no
 * pact, a pact without interactions, a state without a handler, a handler that throws.
 *
 * @throws {VerificationError} naming the pact, the state or the interaction.
 */
export async function verifyPacts(options: VerificationOptions): Promise<Verification> {
  const pacts = readPacts(options.pacts).filter(({ provider }) => provider === options.provider);
  checkPacts(pacts, options);
  const failures: string[] = [];
  const seen: string[] = [];
  const verifier = new Verifier({
    provider: options.provider,
    providerBaseUrl: options.baseUrl,
    pactUrls: pacts.map(({ file }) => file),
    logLevel: options.logLevel ?? 'warn',
    stateHandlers: guarded(options.handlers, failures, seen),
    requestFilter: (request: IncomingMessage, _response: unknown, next: () => void) => {
      for (const [name, value] of Object.entries(options.credentials)) {
        if (name in request.headers) request.headers[name] = value;
      }
      next();
    },
  });
  await verifier.verifyProvider().catch((error: unknown) => {
    failures.push(error instanceof Error ? error.message : String(error));
  });
  if (failures.length > 0) throw new VerificationError(failures.join('\n'));
  checkStatesRan(pacts, seen);
  return {
    interactions: pacts.flatMap(({ consumer, interactions }) =>
      interactions.map(({ description }) => `${consumer}: ${description}`),
    ),
  };
}

function checkPacts(pacts: readonly PactDocument[], { pacts: folder, provider, handlers }: VerificationOptions): void {
  if (pacts.length === 0) {
    throw new VerificationError(
      `${folder} has no pact with the provider '${provider}'. Expected: the consumers' pacts; 'npm run contracts' writes them`,
    );
  }
  for (const { file, interactions } of pacts) {
    if (interactions.length === 0) throw new VerificationError(`${file} has no interactions. Expected: at least one`);
    const seen = new Set<string>();
    for (const { description, states } of interactions) {
      const identity = [description, ...states].join(' | ');
      if (seen.has(identity)) {
        throw new VerificationError(
          `${file} has two interactions '${identity}'. Expected: one; the other is never sent`,
        );
      }
      seen.add(identity);
      for (const state of states) {
        if (!Object.hasOwn(handlers, state)) {
          throw new VerificationError(
            `${file}: '${description}' needs the state '${state}', which has no handler. Expected: one in contracts/pact/provider-states.ts`,
          );
        }
      }
    }
  }
}

/** Handlers whose failure is kept: the verifier goes on after it as if the state were there. */
function guarded(handlers: VerificationOptions['handlers'], failures: string[], seen: string[]) {
  return Object.fromEntries(
    Object.entries(handlers).map(([state, handler]) => [
      state,
      {
        setup: async (): Promise<StateValues> => {
          seen.push(state);
          try {
            return await handler();
          } catch (error) {
            failures.push(`the state '${state}' failed: ${error instanceof Error ? error.message : String(error)}`);
            throw error;
          }
        },
      },
    ]),
  );
}

/** Every state that the pacts name was set up, once an interaction: a verifier that skipped one is caught. */
function checkStatesRan(pacts: readonly PactDocument[], seen: readonly string[]): void {
  const expected = pacts.flatMap(({ interactions }) => interactions.flatMap(({ states }) => states));
  for (const state of new Set(expected)) {
    const [wanted, ran] = [expected, seen].map((list) => list.filter((name) => name === state).length);
    if (wanted !== ran) {
      throw new VerificationError(
        `the state '${state}' was set up ${ran} times. Expected: ${wanted}, once an interaction`,
      );
    }
  }
}
