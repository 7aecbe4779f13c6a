import type { Matches } from './matches.ts';
import { patternRefused } from './refusal.ts';

interface Term {
  /** `-` excludes, `?` is one of several of which any will do. */
  readonly sign: '' | '-' | '?';
  readonly text: string;
}

/**
 * Terms that a message must contain, whose case counts: words, or text in double quotes.
 *
 * @throws {AwsError} InvalidParameterException for a term with characters that need quotes, a regular
 *   expression, and for `?` terms among others, of which AWS's guide says only that they do not combine.
 */
export function termsPattern(pattern: string): Matches {
  const terms = readTerms(pattern);
  const textsOf = (sign: Term['sign']) => terms.filter((term) => term.sign === sign).map(({ text }) => text);
  const [required, excluded, any] = [textsOf(''), textsOf('-'), textsOf('?')];
  if (any.length > 0 && any.length < terms.length) {
    throw patternRefused(pattern, 'terms with ? cannot be combined with others');
  }
  return (message) =>
    required.every((text) => message.includes(text)) &&
    !excluded.some((text) => message.includes(text)) &&
    (any.length === 0 || any.some((text) => message.includes(text)));
}

function readTerms(pattern: string): readonly Term[] {
  const terms: Term[] = [];
  const expected = /\s*(?<sign>[-?]?)(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<word>[^\s"]+))(?=\s|$)/y;
  while (expected.lastIndex < pattern.length) {
    const at = expected.lastIndex;
    const groups = expected.exec(pattern)?.groups;
    if (!groups) throw patternRefused(pattern, `no term can be read at ${pattern.slice(at).trim()}`);
    const { sign = '', quoted, word } = groups;
    terms.push({
      sign: sign as Term['sign'],
      text: quoted === undefined ? readWord(word ?? '', pattern) : unescaped(quoted),
    });
  }
  return terms;
}

function readWord(word: string, pattern: string): string {
  if (word.startsWith('%')) throw patternRefused(pattern, 'regular expressions are not evaluated');
  if (/^[\p{L}\p{N}_]+$/u.test(word)) return word;
  throw patternRefused(pattern, `Invalid character(s) in term '${word}', which needs double quotes`);
}

export const unescaped = (quoted: string): string => quoted.replace(/\\(["\\])/g, '$1');
