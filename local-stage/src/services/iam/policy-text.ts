import { literalPattern, type Pattern, parsePattern } from './pattern.ts';
import { PolicyRefused } from './policy-refused.ts';
import { isPolicyVariable, type RequestContext } from './request-context.ts';

/** A value in a policy: text, and the policy variables in it. */
export interface PolicyText {
  /** Its text for a request; `undefined` where a variable has no value there: the value then matches nothing. */
  text(context: RequestContext): string | undefined;
  /** The same as a pattern: wildcards of the policy count, those that come in with a variable do not. */
  pattern(context: RequestContext): Pattern | undefined;
  /** Whether it is the same for each request. */
  readonly isConstant: boolean;
}

type Part =
  | { readonly kind: 'text' | 'escaped'; readonly text: string }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined };

/** `${*}`, `${?}` and `${$}` stand for the characters themselves. */
const escapes: ReadonlySet<string> = new Set(['*', '?', '$']);

/**
 * Reads `${aws:username}`, `${aws:username, 'fallback'}` and the escapes.
 *
 * Source: IAM User Guide, "IAM policy elements: Variables and tags".
 *
 * @param version variables are plain text before `2012-10-17`.
 * @throws {PolicyRefused} at a variable that the stage cannot fill.
 */
export function parsePolicyText(text: string, version: string, address: string): PolicyText {
  const parts: readonly Part[] = version === '2012-10-17' ? parseParts(text, address) : [{ kind: 'text', text }];
  if (parts.every((part) => part.kind === 'text')) return constantText(text);
  return {
    text: (context) => resolve(parts, context)?.reduce((whole, part) => whole + part.text, ''),
    pattern: (context) =>
      resolve(parts, context)?.flatMap((part) =>
        part.kind === 'text' ? parsePattern(part.text) : literalPattern(part.text),
      ),
    isConstant: false,
  };
}

function constantText(text: string): PolicyText {
  const pattern = parsePattern(text);
  return { text: () => text, pattern: () => pattern, isConstant: true };
}

function parseParts(text: string, address: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\{([^}]*)\}/g)) {
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(parseVariable(match[1] ?? '', address));
    end = match.index + match[0].length;
  }
  if (end < text.length || parts.length === 0) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

function parseVariable(content: string, address: string): Part {
  if (escapes.has(content)) return { kind: 'escaped', text: content };
  const match = /^\s*([^\s,']+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(content);
  const key = match?.[1];
  if (key === undefined || !isPolicyVariable(key)) {
    throw new PolicyRefused(
      address,
      `the policy variable \${${content}} cannot be filled by the local stage. ` +
        'Expected: a global condition key of the principal or the request, such as ${aws:userid}',
    );
  }
  return { kind: 'variable', key, fallback: match?.[2] };
}

function resolve(parts: readonly Part[], context: RequestContext): { kind: string; text: string }[] | undefined {
  const resolved = [];
  for (const part of parts) {
    const text = part.kind === 'variable' ? valueOfVariable(part.key, part.fallback, context) : part.text;
    if (text === undefined) return undefined;
    resolved.push({ kind: part.kind, text });
  }
  return resolved;
}

/** Only a key with one value can fill a variable. */
function valueOfVariable(key: string, fallback: string | undefined, context: RequestContext): string | undefined {
  const values = context(key) ?? [];
  return values.length === 1 ? values[0] : values.length === 0 ? fallback : undefined;
}
