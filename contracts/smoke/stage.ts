import * as z from 'zod/mini';
import { throttleClasses } from '../route-table.ts';
import { StageOutputs } from '../stage-outputs.ts';

/** A token bucket, in requests. */
const Limits = z.object({ ratePerSecond: z.number(), burst: z.number() });

const PlanLimits = z.extend(Limits, { requestsPerDay: z.number() });

/**
 * The stage that a suite runs against. Local or deployed, the suite cannot tell: it asks for what the
 * stage can bear.
 */
export const Stage = z.object({
  /** Name of the environment: `dev`. */
  environment: z.string(),
  outputs: StageOutputs,
  /** Origins whose pages may read the stage's answers. */
  corsOrigins: z.array(z.string()).check(z.minLength(1)),
  /** How often each class of routes may be called: requests a second, and at once. */
  throttles: z.record(z.enum(throttleClasses), Limits),
  /** What the plan of the smoke tests' own key allows. */
  smokePlan: PlanLimits,
  /** What the plan of partners' keys allows. */
  partnerPlan: PlanLimits,
  /** Whether others depend on the stage: then nothing is done that a run cannot take back. */
  servesCustomers: z.boolean(),
  /** Whether partners' webhooks may come from any address, so also from where the tests run. */
  takesWebhooksFromAnywhere: z.boolean(),
  /**
   * URL of the control API. A stage that has one is nobody else's: it may be exhausted, and its clock
   * moved. Without one, what needs that is skipped.
   */
  controlUrl: z.optional(z.string()),
  /** Part of the name of everything that a run makes. */
  runId: z.string(),
});
export type Stage = z.infer<typeof Stage>;

/** Variable that carries the stage, as JSON, from the command to the suites. */
export const stageVariable = 'GATEHOUSE_STAGE';

/** @throws {Error} if the suite was not started by the command that names a stage. */
export function currentStage(): Stage {
  const text = process.env[stageVariable];
  if (text === undefined) {
    throw new Error(`${stageVariable} is not set. Expected: the suites run by 'npm run smoke -- --stage local'`);
  }
  return z.parse(Stage, JSON.parse(text));
}

/** The stage's URLs without a trailing slash, which a deployed HTTP API's has. */
export function urlsOf({ outputs }: Pick<Stage, 'outputs'>): { readonly taskApi: string; readonly publicApi: string } {
  const withoutSlash = (url: string) => url.replace(/\/$/, '');
  return { taskApi: withoutSlash(outputs.taskApiUrl), publicApi: withoutSlash(outputs.publicApiUrl) };
}
