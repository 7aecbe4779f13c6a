import { type Condition, parseCondition } from './condition.ts';
import type { PolicyDocument, PolicyStatement } from './configuration.ts';
import { matchesArn, matchesPattern, parseArnPattern, parsePattern } from './pattern.ts';
import { PolicyRefused } from './policy-refused.ts';
import { parsePolicyText } from './policy-text.ts';
import { type PrincipalMatch, parsePrincipal } from './principal.ts';
import type { RequestContext, Requester } from './request-context.ts';

/**
 * What a policy hangs on, which decides its members: an identity's names resources, a resource's
 * names principals and resources, a role's trust policy principals only.
 */
export type PolicyKind = 'identity' | 'resource' | 'trust';

/** A statement, read and checked. */
export interface Statement {
  readonly effect: PolicyStatement['Effect'];
  matchesAction(action: string): boolean;
  matchesResource(resource: string, context: RequestContext): boolean;
  /** How the statement's principal takes in who asks; `'principal'` in an identity's policy. */
  matchesPrincipal(requester: Requester): PrincipalMatch;
  readonly condition: Condition;
}

const members: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
]);

/**
 * Reads a policy document.
 *
 * @param address Terraform address, for messages.
 * @throws {PolicyRefused} at anything that AWS would not take or the stage cannot evaluate.
 */
export function parsePolicy(document: PolicyDocument, kind: PolicyKind, address: string): readonly Statement[] {
  const version = document.Version ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') {
    throw new PolicyRefused(address, `the policy's Version is "${version}". Expected: "2012-10-17"`);
  }
  return [document.Statement].flat().map((statement) => parseStatement(statement, kind, version, address));
}

function parseStatement(statement: PolicyStatement, kind: PolicyKind, version: string, address: string): Statement {
  assertMembers(statement, kind, address);
  return {
    effect: statement.Effect,
    matchesAction: parseAction(statement, address),
    matchesResource: kind === 'trust' ? () => true : parseResource(statement, version, address),
    matchesPrincipal: kind === 'identity' ? () => 'principal' : parsePrincipal(statement, address),
    condition: parseCondition(statement.Condition ?? {}, statement.Effect, version, address),
  };
}

function assertMembers(statement: PolicyStatement, kind: PolicyKind, address: string): void {
  const unknown = Object.keys(statement).filter((member) => !members.has(member));
  if (unknown.length > 0) {
    throw new PolicyRefused(address, `a statement has ${unknown.join(', ')}. Expected: ${[...members].join(', ')}`);
  }
  if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
    throw new PolicyRefused(address, `a statement's Effect is "${statement.Effect}". Expected: "Allow" or "Deny"`);
  }
  assertOneOf(statement, 'Action', 'NotAction', true, kind, address);
  assertOneOf(statement, 'Resource', 'NotResource', kind !== 'trust', kind, address);
  assertOneOf(statement, 'Principal', 'NotPrincipal', kind !== 'identity', kind, address);
}

function assertOneOf(
  statement: PolicyStatement,
  positive: keyof PolicyStatement,
  negative: keyof PolicyStatement,
  isWanted: boolean,
  kind: PolicyKind,
  address: string,
): void {
  const found = [positive, negative].filter((member) => statement[member] !== undefined);
  if (found.length === (isWanted ? 1 : 0)) return;
  throw new PolicyRefused(
    address,
    `a statement of the ${kind} policy has ${found.join(' and ') || `neither ${positive} nor ${negative}`}. ` +
      `Expected: ${isWanted ? `exactly one of ${positive} and ${negative}` : `no ${positive}, as AWS demands`}`,
  );
}

function parseAction(statement: PolicyStatement, address: string): Statement['matchesAction'] {
  const patterns = [statement.Action ?? statement.NotAction ?? []].flat().map((text) => {
    if (text !== '*' && !/^[\w-]+:[\w*?]+$/.test(text)) {
      throw new PolicyRefused(address, `the action "${text}" is not valid. Expected: "service:Action" or "*"`);
    }
    return parsePattern(text.toLowerCase());
  });
  const isNegated = statement.Action === undefined;
  return (action) => {
    const name = action.toLowerCase();
    return patterns.some((pattern) => matchesPattern(pattern, name)) !== isNegated;
  };
}

type ResourceMatch = (resource: string, context: RequestContext) => boolean | undefined;

function parseResource(statement: PolicyStatement, version: string, address: string): Statement['matchesResource'] {
  const matches = [statement.Resource ?? statement.NotResource ?? []]
    .flat()
    .map((text) => parseResourceMatch(text, version, address));
  if (statement.Resource !== undefined) {
    return (resource, context) => matches.some((match) => match(resource, context) === true);
  }
  // A variable without a value leaves open what is excepted: an Allow then gives nothing, a Deny takes everything.
  return (resource, context) => {
    const results = matches.map((match) => match(resource, context));
    return results.includes(undefined) ? statement.Effect === 'Deny' : !results.includes(true);
  };
}

function parseResourceMatch(text: string, version: string, address: string): ResourceMatch {
  if (!/^(\*|arn:)/.test(text)) {
    throw new PolicyRefused(address, `the resource "${text}" is not valid. Expected: an ARN, or "*"`);
  }
  const stated = parsePolicyText(text, version, address);
  if (stated.isConstant) {
    const pattern = parseArnPattern(parsePattern(text));
    return (resource) => matchesArn(pattern, resource);
  }
  return (resource, context) => {
    const pattern = stated.pattern(context);
    return pattern && matchesArn(parseArnPattern(pattern), resource);
  };
}
