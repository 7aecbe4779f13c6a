/**
 * How long both kinds of API wait for a function: the most that a REST API does without a quota
 * increase ("Quotas for configuring and running a REST API in API Gateway").
 */
export const integrationTimeoutMs = 29_000;

/** `/projects/{projectId}` gives `/projects/*`, as ARNs of execute-api say it. */
export function anyParameter(path: string): string {
  return path.replaceAll(/\{[^}]+\}/g, '*');
}
