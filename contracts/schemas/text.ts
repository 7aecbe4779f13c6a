import * as z from 'zod/mini';

/** Characters that end a line or control a terminal, as a class of a pattern has them. */
const controls = '\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029';
/** White space that is none of them. */
const blank = ' \\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000\\ufeff';

/**
 * A pattern of text in one line with something in it. Each part begins where the one before must end, so
 * that a long text takes one pass.
 *
 * @param excluded further characters that must not be in it, as a class of a pattern has them.
 * @param meaningless further characters that are nothing by themselves.
 */
export const linePattern = ({ excluded = '', meaningless = '' } = {}) =>
  new RegExp(`^[${blank}${meaningless}]*[^${blank}${meaningless}${controls}${excluded}][^${controls}${excluded}]*$`);

/** At most so many characters, counted by code points as JSON Schema counts them: `😀` is one. */
export function maxCharacters(most: number) {
  const check = z.refine<string>(
    (text) => text.length <= most || [...text].length <= most,
    `Expected: at most ${most} characters`,
  );
  // What `z.maxLength` leaves for JSON Schema.
  check._zod.onattach.push(({ _zod }) => {
    _zod.bag['maximum'] = most;
  });
  return check;
}

/** Text in one line that is not only white space: a name, a title. */
export const lineOfText = (maximumLength: number) =>
  z
    .string()
    .check(
      z.minLength(1),
      maxCharacters(maximumLength),
      z.regex(linePattern(), 'Expected: one line, more than white space'),
    );

/** Text of any lines that is not only white space. */
export const linesOfText = (maximumLength: number) =>
  z.string().check(z.minLength(1), maxCharacters(maximumLength), z.regex(/\S/, 'Expected: more than white space'));
