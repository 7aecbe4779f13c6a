import type { FunctionPermission } from './configuration.ts';

/**
 * Whether one of a function's permissions lets a service invoke it. Each permission is an Allow
 * statement with the conditions that Lambda makes of `source_arn` (ArnLike `aws:SourceArn`) and
 * `source_account` (StringEquals `aws:SourceAccount`); what a condition needs and the source lacks
 * is refused.
 *
 * @param principal a service principal, `apigateway.amazonaws.com`.
 */
export function allowsInvocation(
  permissions: readonly FunctionPermission[],
  principal: string,
  sourceArn: string,
): boolean {
  return permissions.some(
    (permission) =>
      allowedActions.has(permission.action.toLowerCase()) &&
      (permission.principal === principal || permission.principal === '*') &&
      (permission.sourceArn === undefined || matchesArn(permission.sourceArn, sourceArn)) &&
      (permission.sourceAccount === undefined || permission.sourceAccount === accountOf(sourceArn)),
  );
}

/** Forms of a permission's action that include an invocation (API reference, "AddPermission"); case is not compared. */
const allowedActions: ReadonlySet<string> = new Set(['lambda:invokefunction', 'lambda:*', '*']);

const arnComponents = 6;

/**
 * ArnLike: each of the six components is compared by itself, with `*` for any characters and `?` for
 * one (IAM user guide, "IAM JSON policy elements: Condition operators").
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const patterns = componentsOf(pattern);
  const parts = componentsOf(arn);
  if (patterns.length !== arnComponents || parts.length !== arnComponents) return false;
  return patterns.every((pattern, index) => wildcard(pattern).test(parts[index] ?? ''));
}

/** Those of permissions and of declared routes, which are few and asked for with each request. */
const components = new Map<string, readonly string[]>();

function componentsOf(arn: string): readonly string[] {
  const known = components.get(arn);
  if (known) return known;
  const split = splitArn(arn);
  components.set(arn, split);
  return split;
}

/** The colons of the sixth component, the resource, do not separate. */
function splitArn(arn: string): readonly string[] {
  const parts = arn.split(':');
  const resource = parts.splice(arnComponents - 1);
  return resource.length > 0 ? [...parts, resource.join(':')] : parts;
}

/** Permissions are few and asked for with each request. */
const wildcards = new Map<string, RegExp>();

function wildcard(pattern: string): RegExp {
  const known = wildcards.get(pattern);
  if (known) return known;
  const compiled = compileWildcard(pattern);
  wildcards.set(pattern, compiled);
  return compiled;
}

function compileWildcard(pattern: string): RegExp {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}

const accountOf = (arn: string): string | undefined => componentsOf(arn)[4] || undefined;
