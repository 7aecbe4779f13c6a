import type { Caller } from '../service.ts';

/** Decides whether a caller may do what it asks, from the policies in the Terraform. */
export interface Authorization {
  /**
   * Returns if an Allow applies and no Deny does.
   *
   * @param caller `null` is an anonymous caller: only a resource policy can allow it.
   * @param action `sqs:SendMessage`
   * @param resource ARN of what is acted on, or `*` for an action without one.
   * @param context condition keys of the request, `{ 'dynamodb:LeadingKeys': ['USER#1'] }`.
   * @throws {AccessDenied} naming principal, action and resource as AWS's message does; also where
   *   a policy cannot be evaluated.
   */
  require(caller: Caller | null, action: string, resource: string, context?: ConditionContext): void;
}

/** Decides what services of AWS may do by themselves, in nobody's name. */
export interface ServiceAuthorization {
  /**
   * Whether the policy on a resource lets a service do the action.
   *
   * @param service `events.amazonaws.com`
   * @param context condition keys that the service sends along, such as `aws:SourceArn`.
   */
  permitsService(service: string, action: string, resource: string, context: ConditionContext): boolean;
}

export type ConditionContext = Readonly<Record<string, string | readonly string[]>>;

/** The refusal; services render it with their own error code. */
export class AccessDenied extends Error {
  override readonly name = 'AccessDenied';
}
