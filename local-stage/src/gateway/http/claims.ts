import type { TokenClaims } from '../token-error.ts';

/**
 * Claims as HTTP APIs show them: every value a string, a list as `[a b]`, an object as `map[a:1 b:2]`; a
 * claim that is null is left out.
 */
export function stringifyClaims(claims: TokenClaims): Record<string, string> {
  const strings: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(claims)) {
    if (value !== null && value !== undefined) strings[name] = stringifyClaim(value);
  }
  return strings;
}

function stringifyClaim(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stringifyClaim).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${members.map(([name, member]) => `${name}:${stringifyClaim(member)}`).join(' ')}]`;
}

/** The scopes that a token was granted: its `scope`, or else its `scp`, as a list or separated by spaces. */
export function scopesOf(claims: TokenClaims): readonly string[] {
  const granted = claims['scope'] ?? claims['scp'];
  if (Array.isArray(granted)) return granted.filter((scope) => typeof scope === 'string');
  return typeof granted === 'string' ? granted.split(' ').filter((scope) => scope !== '') : [];
}

/** Whether `aud`, or `client_id` where there is no `aud`, names one of the audiences. */
export function namesAudience(claims: TokenClaims, audiences: readonly string[]): boolean {
  const named: unknown = claims.aud ?? claims['client_id'];
  const candidates: readonly unknown[] = Array.isArray(named) ? named : [named];
  return candidates.some((candidate) => typeof candidate === 'string' && audiences.includes(candidate));
}
