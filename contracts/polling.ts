import type { Client } from './client.ts';
import type { Shape } from './operation-types.ts';
import { retryAfterMs, type Sleep, sleep } from './retry.ts';
import type { taskApi } from './task-api.ts';

export interface PollingOptions {
  /** Most looks at the export before giving up. @default 60 */
  readonly maximumPolls?: number;
  /** Most milliseconds between the first look and the last. @default 300,000 */
  readonly maximumWaitMs?: number;
  /** Ends the polling. */
  readonly signal?: AbortSignal;
  /** @default waits */
  readonly sleep?: Sleep;
}

/** Milliseconds between two looks if the server does not say. */
const usualWaitMs = 1000;

/**
 * Asks for an export until it has ended, as often as `Retry-After` says.
 *
 * @returns the export, succeeded or failed.
 * @throws {Error} if it has not ended after the last poll. An aborted one rejects with its signal's reason.
 */
export async function pollExport(
  client: Pick<Client<typeof taskApi>, 'getExport'>,
  exportId: string,
  { maximumPolls = 60, maximumWaitMs = 300_000, signal, sleep: wait = sleep }: PollingOptions = {},
): Promise<Shape<'ExportStatus'>> {
  const request = { path: { exportId }, ...(signal === undefined ? {} : { signal }) };
  let waitedMs = 0;
  for (let poll = 1; ; poll += 1) {
    const { body, headers } = await client.getExport(request);
    if (body.status === 'succeeded' || body.status === 'failed') return body;
    const delayMs = retryAfterMs(headers?.['Retry-After'], Date.now()) ?? usualWaitMs;
    if (poll === maximumPolls || waitedMs + delayMs > maximumWaitMs) throw notEnded(exportId, poll, waitedMs);
    await wait(delayMs, signal);
    waitedMs += delayMs;
  }
}

const notEnded = (exportId: string, polls: number, waitedMs: number) =>
  new Error(
    `The export ${exportId} has not ended after ${polls} polls in ${waitedMs / 1000} s. Expected: succeeded or failed`,
  );
