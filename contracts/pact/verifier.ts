import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { pactCommand } from './pact-command.ts';
import { VerificationError } from './verification-error.ts';
import { statesPath } from './verification-proxy.ts';

/** Pact's verifier: `pact verifier`, and the report that it writes. */

const Failure = z.object({
  /** `Verifying a pact between CONSUMER and PROVIDER Given STATE - DESCRIPTION` */
  interaction: z.string(),
  mismatch: z.looseObject({
    message: z.optional(z.string()),
    mismatches: z.optional(z.array(z.looseObject({ mismatch: z.optional(z.string()), path: z.optional(z.string()) }))),
  }),
});
const Report = z.object({
  errors: z.array(Failure),
  pendingErrors: z.array(Failure),
  interactionResults: z.array(z.looseObject({ description: z.string(), result: z.string() })),
});

export interface VerifierFailure {
  readonly interaction: string;
  /** `expected 202 but was 500`, one a promise that was broken. */
  readonly broken: readonly string[];
}

export interface VerifierReport {
  readonly failures: readonly VerifierFailure[];
  /** Failures of pacts that the provider has never kept yet: no reason to fail. */
  readonly pendingFailures: readonly VerifierFailure[];
  readonly results: readonly { readonly description: string; readonly isKept: boolean }[];
  /** Why the broker did not get the results: the command says so, and ends as if it had. */
  readonly notPublished: string | undefined;
}

export interface VerifierOptions {
  readonly provider: string;
  /** Of the verification proxy. */
  readonly port: number;
  /** Arguments that say which pacts, and what becomes of the results. */
  readonly source: readonly string[];
  /** PACT_* variables of the broker. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Longest that a state or a request may take. */
const requestTimeoutMs = 60_000;

/** @throws {VerificationError} if the verifier ends without a report. */
export async function runVerifier({ provider, port, source, environment }: VerifierOptions): Promise<VerifierReport> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pact-'));
  try {
    const file = join(folder, 'report.json');
    const { status, output } = await pactCommand(
      [
        'verifier',
        ...['--provider-name', provider, '--hostname', '127.0.0.1', '--port', String(port)],
        ...['--transports', `message:${port}`],
        ...['--state-change-url', `http://127.0.0.1:${port}${statesPath}`, '--state-change-teardown'],
        ...['--request-timeout', String(requestTimeoutMs), '--loglevel', 'error', '--no-colour', '--json', file],
        ...source,
      ],
      environment,
    );
    return readReport(file, status, output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string, status: number, output: string): VerifierReport {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new VerificationError(`the verifier ended with status ${status} and no report:\n${output}`);
  }
  const { errors, pendingErrors, interactionResults } = z.parse(Report, JSON.parse(text));
  const failures = errors.map(failureOf);
  const results = interactionResults.map(({ description, result }) => ({ description, isKept: result === 'OK' }));
  if (status !== 0 && failures.length === 0) {
    throw new VerificationError(`the verifier ended with status ${status} and names no failure:\n${output}`);
  }
  const notPublished = /Publishing of verification results failed with an error: (.*)/.exec(output)?.[1];
  return { failures, pendingFailures: pendingErrors.map(failureOf), results, notPublished };
}

function failureOf({ interaction, mismatch }: z.infer<typeof Failure>): VerifierFailure {
  const broken = (mismatch.mismatches ?? []).map(({ mismatch: text = 'differs', path }) =>
    path === undefined ? text : `body ${path}: ${text}`,
  );
  return {
    interaction: interaction.replace(/^Verifying a pact between /, ''),
    broken: mismatch.message === undefined ? broken : [...broken, mismatch.message],
  };
}
