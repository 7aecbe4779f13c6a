import type { StageConfiguration } from '../stage-configuration.ts';
import type { ResolvedFaultRule } from './fault-rule.ts';
import { ControlRefused } from './refused.ts';

/** What there is to aim faults at. */
export interface FaultTargets {
  /** Names of the operations by service; of `lambda` the functions'. */
  readonly operations: ReadonlyMap<string, readonly string[]>;
  /** Names of functions and roles, and the operator's. */
  readonly callers: readonly string[];
}

/** Last part of the ARN of the stage's own user. */
const operatorName = 'operator';

/** @param operations of the AWS services, by their signing names. */
export function faultTargetsOf(
  { functions, roles }: Pick<StageConfiguration, 'functions' | 'roles'>,
  operations: ReadonlyMap<string, readonly string[]>,
): FaultTargets {
  const functionNames = functions.map(({ name }) => name).sort();
  const callers = new Set([...functionNames, ...roles.map(({ name }) => name).sort(), operatorName]);
  return { operations: new Map([...operations, ['lambda', functionNames]]), callers: [...callers] };
}

/** @throws {ControlRefused} with a list of what there is. */
export function assertTargetExists(rule: ResolvedFaultRule, targets: FaultTargets): void {
  const { service, operation, caller } = rule;
  const operations = targets.operations.get(service);
  if (!operations) {
    throw unknown(`the stage has no service "${service}"`, [...targets.operations.keys()].sort());
  }
  if (operation !== '*' && !operations.includes(operation)) {
    throw unknown(
      service === 'lambda' ? `the stage has no function "${operation}"` : `${service} has no operation "${operation}"`,
      operations.map((name) => `${service}:${name}`),
    );
  }
  if (caller !== undefined && !targets.callers.includes(caller)) {
    throw unknown(`the stage has no function or role "${caller}"`, targets.callers);
  }
}

const unknown = (problem: string, expected: readonly string[]) =>
  new ControlRefused(`${problem}. Expected one of: ${expected.join(', ')}`, expected);
