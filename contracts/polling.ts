import type { Client } from './client.ts';
import type { Shape } from './operation-types.ts';
import type { taskApi } from './task-api.ts';

export interface PollingOptions {
  /** Most looks at the export before giving up. @default 60 */
  readonly maximumPolls?: number;
  /** @default waits */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/**
 * Asks for an export until it has ended, as often as `Retry-After` says.
 *
 * @returns the export, succeeded or failed.
 * @throws {Error} if it has not ended after the last poll.
 */
export async function pollExport(
  client: Pick<Client<typeof taskApi>, 'getExport'>,
  exportId: string,
  { maximumPolls = 60, sleep = wait }: PollingOptions = {},
): Promise<Shape<'ExportStatus'>> {
  for (let poll = 0; poll < maximumPolls; poll += 1) {
    const { body, headers } = await client.getExport({ path: { exportId } });
    if (body.status === 'succeeded' || body.status === 'failed') return body;
    await sleep(Number(headers?.['Retry-After'] ?? 1) * 1000);
  }
  throw new Error(`The export ${exportId} has not ended after ${maximumPolls} polls. Expected: succeeded or failed`);
}

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
