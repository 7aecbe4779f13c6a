import * as z from 'zod/mini';

/** Text that is not only white space. */
export const lineOfText = (maximumLength: number) =>
  z.string().check(z.minLength(1), z.maxLength(maximumLength), z.regex(/\S/, 'Expected: more than white space'));
