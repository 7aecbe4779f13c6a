import { type Clock, createClock } from '../../clock.ts';
import type { Caller } from '../service.ts';
import { AccessDenied, type Authorization, type ServiceAuthorization } from './authorization.ts';
import type { ResourcePolicyConfiguration, RoleConfiguration } from './configuration.ts';
import { type AccessRequest, type Effect, evaluate } from './evaluate.ts';
import { parsePolicy, type Statement } from './policy.ts';
import { createRequestContext } from './request-context.ts';

export interface AuthorizationOptions {
  readonly roles: readonly RoleConfiguration[];
  readonly resourcePolicies: readonly ResourcePolicyConfiguration[];
  /** What `aws:CurrentTime` tells. @default the host's time */
  readonly clock?: Clock;
  /** Told of each refusal before it is thrown. */
  readonly onDenied?: (denial: Denial) => void;
}

/** A refusal, for logs and the control port. */
export interface Denial {
  readonly caller: Caller | null;
  readonly action: string;
  readonly resource: string;
  /** The text that the caller gets. */
  readonly message: string;
}

interface ResourcePolicy {
  readonly resourceArn: string;
  readonly statements: readonly Statement[];
}

/**
 * Decides by the policies of the Terraform, within one account: an Allow of the caller's role or of
 * the resource is enough, a Deny of either refuses. The operator, who has no role, may do everything.
 *
 * @throws {PolicyRefused} at a policy that AWS would not take or that cannot be evaluated.
 */
export function createAuthorization(options: AuthorizationOptions): Authorization & ServiceAuthorization {
  const clock = options.clock ?? createClock();
  const identityStatements = new Map(options.roles.map((role) => [role.arn, parseRole(role)]));
  const resourcePolicies = options.resourcePolicies.map(parseResourcePolicy);

  return {
    permitsService(service, action, resource, context) {
      const requester = { service };
      const asking = { requester, resource, nowMs: clock.now() };
      const request = { requester, action, resource, context: createRequestContext(asking, context) };
      return evaluate(statementsOn(resource, resourcePolicies), request) === 'allow';
    },
    require(caller, action, resource, context) {
      if (caller !== null && caller.roleArn === undefined) return;
      const request: AccessRequest = {
        requester: caller,
        action,
        resource,
        context: createRequestContext({ requester: caller, resource, nowMs: clock.now() }, context),
      };
      const identity = evaluate(identityStatements.get(caller?.roleArn ?? '') ?? [], request);
      const attached = evaluate(statementsOn(resource, resourcePolicies), request);
      const reason = refusal(caller, action, identity, attached);
      if (reason === undefined) return;
      const message = `User: ${caller?.arn ?? 'anonymous'} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
      options.onDenied?.({ caller, action, resource, message });
      throw new AccessDenied(message);
    },
  };
}

const parseRole = (role: RoleConfiguration): readonly Statement[] =>
  role.policies.flatMap((policy) => parsePolicy(policy.document, 'identity', policy.address));

const parseResourcePolicy = (policy: ResourcePolicyConfiguration): ResourcePolicy => ({
  resourceArn: policy.resourceArn,
  statements: parsePolicy(policy.document, 'resource', policy.address),
});

/** A bucket's policy also speaks of its objects, a table's of its indexes: what is under the ARN. */
function statementsOn(resource: string, policies: readonly ResourcePolicy[]): readonly Statement[] {
  return policies
    .filter(({ resourceArn }) => resource === resourceArn || resource.startsWith(`${resourceArn}/`))
    .flatMap((policy) => policy.statements);
}

/**
 * Source: IAM User Guide, "Troubleshoot access denied error messages".
 *
 * @returns the end of the message; `undefined` where access is allowed.
 */
function refusal(caller: Caller | null, action: string, identity: Effect, attached: Effect): string | undefined {
  if (identity === 'explicitDeny') return 'with an explicit deny in an identity-based policy';
  if (attached === 'explicitDeny') return 'with an explicit deny in a resource-based policy';
  if (identity === 'allow' || attached === 'allow') return undefined;
  const policy = caller === null ? 'resource-based' : 'identity-based';
  return `because no ${policy} policy allows the ${action} action`;
}
