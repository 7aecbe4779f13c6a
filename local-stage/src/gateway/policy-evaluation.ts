import { matchesArn, matchesPattern, parseArnPattern, parsePattern } from '../services/iam/pattern.ts';

/** A policy that an authorizer returned and that cannot be evaluated; what it would allow is unknown. */
export class PolicyEvaluationError extends Error {
  override readonly name = 'PolicyEvaluationError';
}

/** What a policy says of one request, in IAM's terms: a Deny that matches wins over any Allow. */
export type PolicyDecision = 'allow' | 'explicit-deny' | 'implicit-deny';

const invokeAction = 'execute-api:invoke';
const statementKeys = new Set(['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource']);

/**
 * Evaluates the policy document that a Lambda authorizer returned for the invocation of a method.
 *
 * @param methodArn ARN of the method as called, `arn:aws:execute-api:eu-west-1:123456789012:abc/dev/GET/projects/1`.
 * @throws {PolicyEvaluationError} on a document that is malformed, or that has an element which is not
 *   evaluated here (`Condition`, `Principal`): deciding without it could let a request in.
 */
export function evaluateInvokePolicy(document: unknown, methodArn: string): PolicyDecision {
  let allowed = false;
  let denied = false;
  for (const statement of statementsOf(document)) {
    const effect = effectOf(statement);
    if (!matchesAction(statement) || !matchesResource(statement, methodArn)) continue;
    if (effect === 'Deny') denied = true;
    else allowed = true;
  }
  if (denied) return 'explicit-deny';
  return allowed ? 'allow' : 'implicit-deny';
}

type Statement = Readonly<Record<string, unknown>>;

function statementsOf(document: unknown): readonly Statement[] {
  if (!isObject(document)) {
    throw new PolicyEvaluationError(`the policy document is ${kindOf(document)}. Expected: an object with Statement`);
  }
  const statements = document['Statement'];
  const list = Array.isArray(statements) ? statements : [statements];
  return list.map((statement) => checkedStatement(statement));
}

function checkedStatement(statement: unknown): Statement {
  if (!isObject(statement)) {
    throw new PolicyEvaluationError(`a policy statement is ${kindOf(statement)}. Expected: an object with Effect`);
  }
  for (const key of Object.keys(statement)) {
    if (!statementKeys.has(key)) {
      throw new PolicyEvaluationError(
        `a policy statement has ${key}, which the local stage does not evaluate. Expected: Effect, Action and Resource`,
      );
    }
  }
  return statement;
}

function effectOf(statement: Statement): 'Allow' | 'Deny' {
  const effect = statement['Effect'];
  if (effect === 'Allow' || effect === 'Deny') return effect;
  throw new PolicyEvaluationError(`a policy statement has Effect ${JSON.stringify(effect)}. Expected: Allow or Deny`);
}

/** Actions are compared without regard to case, as IAM does. */
function matchesAction(statement: Statement): boolean {
  const { negated, patterns } = patternsOf(statement, 'Action');
  return patterns.some((pattern) => matchesPattern(parsePattern(pattern.toLowerCase()), invokeAction)) !== negated;
}

function matchesResource(statement: Statement, methodArn: string): boolean {
  const { negated, patterns } = patternsOf(statement, 'Resource');
  return patterns.some((pattern) => matchesArn(parseArnPattern(parsePattern(pattern)), methodArn)) !== negated;
}

function patternsOf(statement: Statement, element: 'Action' | 'Resource') {
  const positive = statement[element];
  const negative = statement[`Not${element}`];
  if ((positive === undefined) === (negative === undefined)) {
    throw new PolicyEvaluationError(`a policy statement needs exactly one of ${element} and Not${element}`);
  }
  const value = positive ?? negative;
  const patterns: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!patterns.every((pattern) => typeof pattern === 'string')) {
    throw new PolicyEvaluationError(`a policy statement has ${element} ${JSON.stringify(value)}. Expected: strings`);
  }
  return { negated: positive === undefined, patterns };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `of type ${typeof value}`;
}
