import { randomBytes } from 'node:crypto';
import { createClient } from '../client.ts';
import { pollExport } from '../polling.ts';
import { createTestUser, type TestUser } from '../smoke/credentials.ts';
import { type Stage, urlsOf } from '../smoke/stage.ts';
import { taskApi } from '../task-api.ts';

/** Values that a state hands to the interactions that name it. */
export type StateValues = Readonly<Record<string, string>>;

/** Brings the stage into a state that a consumer's interaction asks for, through the stage's own API. */
export type StateHandler = () => Promise<StateValues>;

export interface ProviderStates {
  readonly handlers: Readonly<Record<string, StateHandler>>;
  /** Headers that stand in for the credentials in the pacts. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Removes what the states made. */
  remove(): Promise<void>;
}

/** The states of the Task API, in a tenant of the run's own. */
export async function createProviderStates(stage: Stage): Promise<ProviderStates> {
  const user: TestUser = await createTestUser(
    stage.outputs,
    `contracts-${Date.now()}-${randomBytes(4).toString('hex')}`,
  );
  const credentials = { authorization: user.idToken };
  const client = createClient(taskApi, { baseUrl: urlsOf(stage).taskApi, headers: () => credentials });

  const aProject = async () => {
    const { body } = await client.createProject({ body: { name: 'Moon base' } });
    return { projectId: body.projectId };
  };
  const aFinishedExport = async () => {
    const { projectId } = await aProject();
    const { body } = await client.startExport({ path: { projectId }, body: { format: 'csv' } });
    const { status } = await pollExport(client, body.exportId);
    if (status !== 'succeeded') throw new Error(`the export of the state ended as '${status}'. Expected: succeeded`);
    return { projectId, exportId: body.exportId };
  };

  return {
    handlers: { 'a user with a project': aProject, 'a user with a finished export': aFinishedExport },
    credentials,
    remove: () => user.remove(),
  };
}
