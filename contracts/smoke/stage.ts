import * as z from 'zod/mini';
import { throttleClasses } from '../route-table.ts';
import { StageOutputs } from '../stage-outputs.ts';

/** The stage that a suite runs against: local or deployed, the suite cannot tell. */
export const Stage = z.object({
  /** Name of the environment: `dev`. */
  environment: z.string(),
  outputs: StageOutputs,
  /** Origins whose pages may read the stage's answers. */
  corsOrigins: z.array(z.string()).check(z.minLength(1)),
  /** How often each class of routes may be called: requests a second, and at once. */
  throttles: z.record(z.enum(throttleClasses), z.object({ ratePerSecond: z.number(), burst: z.number() })),
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
export function urlsOf({ outputs }: Stage): { readonly taskApi: string; readonly publicApi: string } {
  const withoutSlash = (url: string) => url.replace(/\/$/, '');
  return { taskApi: withoutSlash(outputs.taskApiUrl), publicApi: withoutSlash(outputs.publicApiUrl) };
}
