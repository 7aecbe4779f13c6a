import type { Statement } from './policy.ts';
import type { RequestContext, Requester } from './request-context.ts';

/** What is asked for. */
export interface AccessRequest {
  readonly requester: Requester;
  /** `sqs:SendMessage` */
  readonly action: string;
  /** ARN, or `*`. */
  readonly resource: string;
  readonly context: RequestContext;
}

export type Effect = 'allow' | 'explicitDeny' | 'none';

/**
 * What a set of statements says of a request: a Deny goes before any Allow.
 *
 * Source: IAM User Guide, "Policy evaluation logic".
 */
export function evaluate(statements: readonly Statement[], request: AccessRequest): Effect {
  const applying = statements.filter((statement) => applies(statement, request));
  if (applying.some((statement) => statement.effect === 'Deny')) return 'explicitDeny';
  return applying.length > 0 ? 'allow' : 'none';
}

function applies(statement: Statement, { requester, action, resource, context }: AccessRequest): boolean {
  const principal = statement.matchesPrincipal(requester);
  // Allowing an account only lets that account's identity policies decide, which they do anyway.
  if (principal === 'none' || (principal === 'account' && statement.effect === 'Allow')) return false;
  return (
    statement.matchesAction(action) && statement.matchesResource(resource, context) && statement.condition(context)
  );
}
