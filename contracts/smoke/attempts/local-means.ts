import * as z from 'zod/mini';

/** What the stage of `npm run access` has beside the environment's own, for attempts that are `local`. */
const LocalMeans = z.object({
  /** URL of the control API, which moves the clock. */
  controlUrl: z.string(),
  /** A further client of the user pool, for passwords. */
  otherClientId: z.string(),
  /** A further client of the user pool, for client credentials and the scope of the contact desk's. */
  otherDeskClientId: z.string(),
  /** A further scope that the contact desk's client may ask for, and no route asks for. */
  otherScope: z.string(),
  /** A user pool that no authorizer names, with its client for passwords. */
  otherPoolId: z.string(),
  otherPoolClientId: z.string(),
  /** A key under the partners' usage plan that is disabled. */
  disabledKeyId: z.string(),
  /** Answers with the credentials of a role that has no policy. */
  foreignRoleUrl: z.string(),
});
export type LocalMeans = z.infer<typeof LocalMeans>;

/** Variable that carries them, as JSON, from the command to the suite. */
export const localMeansVariable = 'GATEHOUSE_LOCAL_MEANS';

/** @returns undefined on a stage that has none of them. */
export function localMeans(): LocalMeans | undefined {
  const text = process.env[localMeansVariable];
  return text === undefined ? undefined : z.parse(LocalMeans, JSON.parse(text));
}
