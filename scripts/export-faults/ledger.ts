import type { SeededProject } from './projects.ts';
import type { Format } from './rows.ts';
import type { StormName } from './storms.ts';

/** A request for an export, until it is accepted. */
export interface Wish {
  readonly project: SeededProject;
  readonly format: Format;
  /** Sent with every try, so that they are one request. */
  readonly idempotencyKey: string;
  readonly storms: readonly StormName[];
  /** Tries that were answered 503. */
  refusals: number;
}

/** An export that was accepted with a 202: it ends, with a file or a reason. */
export interface AcceptedExport extends Wish {
  readonly exportId: string;
  /** How it stood before the redrive. */
  outcome?: 'succeeded' | 'failed';
  redriven?: boolean;
}

/** What happened to each kind of fault. */
export interface StormCount {
  waves: number;
  /** Calls, invocations or messages that met it. */
  met: number;
}

/** Everything that a run has asked for. */
export interface Ledger {
  readonly accepted: AcceptedExport[];
  readonly storms: Map<StormName, StormCount>;
  /** Bodies of messages that are none of an export. */
  readonly garbage: string[];
}

export const createLedger = (): Ledger => ({ accepted: [], storms: new Map(), garbage: [] });

export function countStorm({ storms }: Ledger, name: StormName, { waves = 0, met = 0 }: Partial<StormCount>): void {
  const count = storms.get(name) ?? { waves: 0, met: 0 };
  storms.set(name, { waves: count.waves + waves, met: count.met + met });
}
