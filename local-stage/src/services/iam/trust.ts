import type { ConditionContext } from './authorization.ts';
import type { RoleConfiguration } from './configuration.ts';
import { evaluate } from './evaluate.ts';
import { parsePolicy } from './policy.ts';
import { createRequestContext } from './request-context.ts';

/** What a service sends along when it assumes a role. */
export interface AssumeRoleContext {
  /** Milliseconds since the epoch, for `aws:CurrentTime`. @default the host's time */
  readonly nowMs?: number;
  /** Condition keys, such as `aws:SourceAccount`. @default none */
  readonly conditionKeys?: ConditionContext;
}

/**
 * Whether a role's trust policy lets a service assume the role.
 *
 * @param servicePrincipal `lambda.amazonaws.com`
 * @throws {PolicyRefused} where the trust policy cannot be evaluated.
 */
export function mayAssume(role: RoleConfiguration, servicePrincipal: string, context: AssumeRoleContext = {}): boolean {
  const requester = { service: servicePrincipal };
  const asking = { requester, resource: role.arn, nowMs: context.nowMs ?? Date.now() };
  const effect = evaluate(parsePolicy(role.trustPolicy, 'trust', role.address), {
    requester,
    action: 'sts:AssumeRole',
    resource: role.arn,
    context: createRequestContext(asking, context.conditionKeys),
  });
  return effect === 'allow';
}
