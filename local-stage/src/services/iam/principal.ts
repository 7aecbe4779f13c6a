import type { PolicyStatement } from './configuration.ts';
import { PolicyRefused } from './policy-refused.ts';
import type { Requester } from './request-context.ts';

/**
 * How a statement takes in who asks: by name, as somebody of an account it names (an Allow then only
 * lets the account's own policies decide), or not at all.
 */
export type PrincipalMatch = 'principal' | 'account' | 'none';

/** One element of `Principal`. */
type Element = (requester: Requester) => PrincipalMatch;

const anyone: Element = () => 'principal';

/**
 * Reads `Principal` or `NotPrincipal`.
 *
 * Source: IAM User Guide, "AWS JSON policy elements: Principal".
 *
 * @throws {PolicyRefused} at a kind of principal that the stage does not know.
 */
export function parsePrincipal(statement: PolicyStatement, address: string): Element {
  const elements = parseElements(statement.Principal ?? statement.NotPrincipal ?? {}, address);
  const isNegated = statement.Principal === undefined;
  return (requester) => {
    const matches = elements.map((element) => element(requester));
    if (isNegated) return matches.every((match) => match === 'none') ? 'principal' : 'none';
    return matches.includes('principal') ? 'principal' : matches.includes('account') ? 'account' : 'none';
  };
}

function parseElements(principal: NonNullable<PolicyStatement['Principal']>, address: string): readonly Element[] {
  if (principal === '*') return [anyone];
  return Object.entries(principal).flatMap(([kind, names]) =>
    [names].flat().map((name) => parseElement(kind, name, address)),
  );
}

function parseElement(kind: string, name: string, address: string): Element {
  switch (kind) {
    case 'AWS':
      return name === '*' ? anyone : parseAwsPrincipal(name, address);
    case 'Service':
      return (requester) =>
        requester !== null && 'service' in requester && requester.service === name ? 'principal' : 'none';
    case 'Federated':
      return () => 'none';
    default:
      throw new PolicyRefused(
        address,
        `a principal of kind ${kind} cannot be evaluated by the local stage. Expected: AWS, Service or Federated`,
      );
  }
}

/** An account (its id or its root), a role, a role's session or a user. */
function parseAwsPrincipal(name: string, address: string): Element {
  const account = /^(?:arn:aws[\w-]*:iam::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  if (account === undefined && !/^arn:aws[\w-]*:(iam|sts)::\d{12}:[^*?]+$/.test(name)) {
    throw new PolicyRefused(
      address,
      `the principal "${name}" is not valid. Expected: "*", an account, or the ARN of a role, a role's session or a user, without wildcards`,
    );
  }
  return (requester) => {
    if (requester === null || 'service' in requester) return 'none';
    if (account !== undefined) return requester.accountId === account ? 'account' : 'none';
    return requester.arn === name || requester.roleArn === name ? 'principal' : 'none';
  };
}
