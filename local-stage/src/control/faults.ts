import type { Fault, FaultableCall, FaultSource } from '../faults.ts';
import { type FaultRule, type Often, type ResolvedFaultRule, readFaultRule } from './fault-rule.ts';
import { assertTargetExists, type FaultTargets } from './fault-targets.ts';
import { seededRandom } from './seeded-random.ts';

/** The faults of a stage. */
export interface Faults {
  /**
   * From now on, calls meet the fault. A call meets one fault at most: that of the first rule, in the
   * order in which they were added, that picks it.
   *
   * @throws {ControlRefused} for a mistaken rule, or a target that the stage does not have.
   */
  add(rule: FaultRule): FaultStatus;
  /** In the order in which they were added; those that are used up are kept until they are removed. */
  list(): readonly FaultStatus[];
  /** @returns whether there was such a rule. */
  remove(id: string): boolean;
  clear(): void;
}

/** A rule and what it has done so far. */
export interface FaultStatus {
  readonly id: string;
  readonly target: string;
  readonly caller?: string;
  readonly fault: Fault;
  readonly times?: number;
  readonly rate?: number;
  readonly seed?: number;
  /** Calls that the rule fits. */
  readonly calls: number;
  /** Calls that met the fault. */
  readonly hits: number;
}

export interface FaultRegistry extends Faults {
  /** The fault that meets a call. */
  readonly source: FaultSource;
}

interface ActiveRule extends ResolvedFaultRule {
  readonly id: string;
  readonly picks: () => boolean;
  calls: number;
  hits: number;
}

/** @param targets is asked at each rule that is added. */
export function createFaults(targets: () => FaultTargets): FaultRegistry {
  let rules: readonly ActiveRule[] = [];
  let added = 0;
  return {
    add(document) {
      const rule = readFaultRule(document);
      assertTargetExists(rule, targets());
      added += 1;
      const active: ActiveRule = { ...rule, id: `fault-${added}`, picks: pickerOf(rule.often), calls: 0, hits: 0 };
      rules = [...rules, active];
      return statusOf(active);
    },
    list: () => rules.map(statusOf),
    remove(id) {
      const left = rules.filter((rule) => rule.id !== id);
      const isRemoved = left.length < rules.length;
      rules = left;
      return isRemoved;
    },
    clear() {
      rules = [];
    },
    source(call) {
      const rule = rules.find((candidate) => fits(candidate, call) && meets(candidate));
      return rule && { id: rule.id, fault: rule.fault };
    },
  };
}

function pickerOf(often: Often): () => boolean {
  switch (often.kind) {
    case 'always':
      return () => true;
    case 'times': {
      let left = often.times;
      return () => left-- > 0;
    }
    case 'rate': {
      const random = seededRandom(often.seed);
      return () => random() < often.rate;
    }
  }
}

const fits = (rule: ActiveRule, call: FaultableCall): boolean =>
  rule.service === call.service &&
  (rule.operation === '*' || rule.operation === call.operation) &&
  (rule.caller === undefined || call.callers.includes(rule.caller));

function meets(rule: ActiveRule): boolean {
  rule.calls += 1;
  const isPicked = rule.picks();
  if (isPicked) rule.hits += 1;
  return isPicked;
}

function statusOf({ id, target, caller, fault, often, calls, hits }: ActiveRule): FaultStatus {
  const { kind: _, ...howOften } = often;
  return { id, target, ...(caller !== undefined && { caller }), fault, ...howOften, calls, hits };
}
