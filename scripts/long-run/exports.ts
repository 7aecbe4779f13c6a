import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './requests.ts';

/** An export that the API has accepted with a 202: a promise that it ends. */
interface AcceptedExport {
  readonly exportId: string;
  /** Asks how it goes, as the user who started it. */
  readonly look: () => Promise<Answer>;
  outcome: 'succeeded' | 'failed' | undefined;
  /** What the caller of a failed one is told. */
  reason: string | undefined;
}

/** Every accepted export of a run, until it has ended. */
export interface ExportLedger {
  accept(exportId: string, look: () => Promise<Answer>): void;
  /** Looks at each that has not ended. */
  lookOnce(): Promise<void>;
  /** Looks until all have ended or the time is over. */
  settle(boundMs: number): Promise<void>;
  readonly accepted: readonly Readonly<AcceptedExport>[];
  unfinished(): readonly Readonly<AcceptedExport>[];
}

const pauseMs = 500;
/** Looks at once: callers who wait for an export do not all ask in the same moment. */
const looksAtOnce = 2;

export function createExportLedger(): ExportLedger {
  const accepted: AcceptedExport[] = [];
  const unfinished = () => accepted.filter(({ outcome }) => outcome === undefined);
  const lookOnce = async () => {
    const left = unfinished();
    for (let first = 0; first < left.length; first += looksAtOnce) {
      await Promise.all(left.slice(first, first + looksAtOnce).map(lookAt));
    }
  };
  return {
    accepted,
    unfinished,
    lookOnce,
    accept(exportId, look) {
      accepted.push({ exportId, look, outcome: undefined, reason: undefined });
    },
    async settle(boundMs) {
      const until = performance.now() + boundMs;
      do {
        await lookOnce();
        if (unfinished().length === 0) return;
        await sleep(pauseMs);
      } while (performance.now() < until);
    },
  };
}

async function lookAt(started: AcceptedExport): Promise<void> {
  const { status, body } = await started.look();
  if (status !== 200) return;
  const document = JSON.parse(body) as { status: string; failure?: { reason: string } };
  if (document.status !== 'succeeded' && document.status !== 'failed') return;
  started.outcome = document.status;
  started.reason = document.failure?.reason;
}
