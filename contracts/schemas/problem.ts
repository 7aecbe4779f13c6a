import * as z from 'zod/mini';

/** An error of a handler: RFC 9457, with a code from `contracts/errors.ts`. */
export const Problem = z.strictObject({
  /** `urn:gatehouse:error:` and the code. */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  /** The gateway's id of the request; quote it when asking for help. */
  requestId: z.string(),
  /** What is wrong with this request in particular. */
  detail: z.optional(z.string()),
  /** What breaks the rules, by JSON pointer into the body or by parameter name. */
  errors: z.optional(z.array(z.strictObject({ at: z.string(), detail: z.string() }))),
});
