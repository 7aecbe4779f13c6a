import { jsonPattern } from './json-pattern.ts';
import type { Matches } from './matches.ts';
import { patternRefused } from './refusal.ts';
import { termsPattern } from './terms.ts';

/**
 * Reads a filter pattern: terms, or a condition on a message that is JSON. The empty pattern matches everything.
 *
 * Source: Amazon CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription
 * filters, filter log events, and Live Tail".
 *
 * @throws {AwsError} InvalidParameterException for a pattern that is mistaken, space-delimited or a
 *   regular expression.
 */
export function readFilterPattern(pattern: string): Matches {
  const trimmed = pattern.trim();
  if (trimmed.startsWith('{')) return jsonPattern(trimmed);
  if (trimmed.startsWith('[')) throw patternRefused(pattern, 'space-delimited patterns are not evaluated');
  return termsPattern(trimmed);
}
