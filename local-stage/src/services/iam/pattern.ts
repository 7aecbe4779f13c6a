/** Any run of characters, the empty one included. */
const anyRun = Symbol('*');
/** Exactly one character. */
const anyOne = Symbol('?');

/** A wildcard pattern, taken apart: literal characters (UTF-16 units) and wildcards. */
export type Pattern = readonly (string | typeof anyRun | typeof anyOne)[];

/** Takes a pattern with `*` and `?` apart. */
export const parsePattern = (text: string): Pattern =>
  text.split('').map((character) => (character === '*' ? anyRun : character === '?' ? anyOne : character));

/** A pattern that matches the text itself and nothing else, whatever characters it has. */
export const literalPattern = (text: string): Pattern => text.split('');

/**
 * Whether the whole value matches. Takes time proportional to pattern times value at worst: only the
 * last `*` is ever tried again, so that no pattern can make it backtrack exponentially.
 */
export function matchesPattern(pattern: Pattern, value: string): boolean {
  let at = 0;
  let position = 0;
  let lastRun = -1;
  let resumeAt = 0;
  while (position < value.length) {
    const token = pattern[at];
    if (token === anyRun) {
      lastRun = at++;
      resumeAt = position;
    } else if (token !== undefined && (token === anyOne || token === value[position])) {
      at++;
      position++;
    } else if (lastRun >= 0) {
      at = lastRun + 1;
      position = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[at] === anyRun) at++;
  return at === pattern.length;
}

/** A pattern of ARN form, one pattern for each segment. */
export type ArnPattern = readonly Pattern[];

/** An ARN has six segments; colons after the fifth belong to the resource. */
const arnSegments = 6;

/** Splits a pattern at its colons into the segments of an ARN. */
export function parseArnPattern(pattern: Pattern): ArnPattern {
  const segments: Pattern[number][][] = [[]];
  for (const token of pattern) {
    if (token === ':' && segments.length < arnSegments) segments.push([]);
    else segments.at(-1)?.push(token);
  }
  return segments;
}

/**
 * Whether an ARN matches, segment by segment: a wildcard stays within its segment, but in the
 * pattern's last one, where it also takes colons.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Resource".
 */
export function matchesArn(pattern: ArnPattern, arn: string): boolean {
  const parts = arn.split(':');
  if (parts.length < pattern.length) return false;
  return pattern.every((segment, index) => {
    const isLast = index === pattern.length - 1;
    return matchesPattern(segment, isLast ? parts.slice(index).join(':') : (parts[index] ?? ''));
  });
}
