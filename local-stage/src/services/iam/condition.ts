import { type ConditionOperator, conditionOperators } from './condition-operators.ts';
import type { PolicyStatement } from './configuration.ts';
import { PolicyRefused } from './policy-refused.ts';
import { type PolicyText, parsePolicyText } from './policy-text.ts';
import type { RequestContext } from './request-context.ts';

/** Whether a statement's condition holds for a request. */
export type Condition = (context: RequestContext) => boolean;

type SetOperator = 'ForAllValues' | 'ForAnyValue' | undefined;

interface OperatorName {
  readonly set: SetOperator;
  readonly name: string;
  readonly ifExists: boolean;
}

type ConditionBlock = NonNullable<PolicyStatement['Condition']>;

/**
 * Reads a condition block: each operator and each key in it must hold.
 *
 * Source: IAM User Guide, "Conditions with multiple context keys or values".
 *
 * @param effect decides where a key has several values and the operator no `ForAllValues` or
 *   `ForAnyValue`, which AWS leaves open: an Allow then needs all of them to match, a Deny one.
 * @throws {PolicyRefused} at an operator or a value that cannot be evaluated.
 */
export function parseCondition(
  block: ConditionBlock,
  effect: PolicyStatement['Effect'],
  version: string,
  address: string,
): Condition {
  const tests = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => {
      const stated = [values].flat().map((value) => parsePolicyText(String(value), version, address));
      return parseTest(operator, key, stated, effect, address);
    }),
  );
  return (context) => tests.every((test) => test(context));
}

function parseTest(
  operator: string,
  key: string,
  stated: readonly PolicyText[],
  effect: PolicyStatement['Effect'],
  address: string,
): Condition {
  const name = parseOperatorName(operator);
  if (name.name === 'Null' && name.set === undefined && !name.ifExists) return nullTest(key, stated, address);
  const known = Object.hasOwn(conditionOperators, name.name) ? conditionOperators[name.name] : undefined;
  if (!known) {
    throw new PolicyRefused(
      address,
      `the condition operator ${operator} is not known. Expected one of ${Object.keys(conditionOperators).join(', ')} ` +
        'or Null, with ForAllValues: or ForAnyValue: before it or IfExists after it',
    );
  }
  assertForm(known, stated, `${operator} on ${key}`, address);
  return valueTest(key, name, known, stated, effect);
}

function parseOperatorName(operator: string): OperatorName {
  const match = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator);
  return {
    set: match?.[1] as SetOperator,
    name: match?.[2] ?? operator,
    ifExists: match?.[3] !== undefined,
  };
}

function assertForm(operator: ConditionOperator, stated: readonly PolicyText[], where: string, address: string): void {
  const { form } = operator;
  if (!form) return;
  for (const value of stated) {
    const text = value.isConstant ? value.text(() => undefined) : undefined;
    if (text !== undefined && !form.accepts(text)) {
      throw new PolicyRefused(address, `${where} compares with "${text}". Expected: ${form.expected}`);
    }
  }
}

/** `Null: true` holds where the request lacks the key, `Null: false` where it has it. */
function nullTest(key: string, stated: readonly PolicyText[], address: string): Condition {
  const wanted = stated.map((value) => value.text(() => undefined)?.toLowerCase());
  if (wanted.some((value) => value !== 'true' && value !== 'false')) {
    throw new PolicyRefused(address, `Null on ${key} compares with "${wanted.join(', ')}". Expected: true or false`);
  }
  return (context) => wanted.includes((context(key) ?? []).length === 0 ? 'true' : 'false');
}

function valueTest(
  key: string,
  { set, ifExists }: OperatorName,
  operator: ConditionOperator,
  stated: readonly PolicyText[],
  effect: PolicyStatement['Effect'],
): Condition {
  const needsAll = set === 'ForAllValues' || (set === undefined && effect === 'Allow');
  const whenMissing = ifExists || set === 'ForAllValues' || (operator.negated && set === undefined);
  return (context) => {
    const requested = context(key) ?? [];
    if (requested.length === 0) return whenMissing;
    const holds = (value: string) => {
      const results = stated.map((text) => operator.compare(value, text, context));
      if (operator.negated && results.includes(undefined)) return effect === 'Deny';
      return results.includes(true) !== operator.negated;
    };
    return needsAll ? requested.every(holds) : requested.some(holds);
  };
}
