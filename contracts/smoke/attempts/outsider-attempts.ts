import { randomBytes } from 'node:crypto';
import type { AttemptName } from '../../access-attempts.ts';
import { taskApi } from '../../task-api.ts';
import { createTestUser, partnerToken, type TestUser } from '../credentials.ts';
import { removeAccount } from '../leftovers.ts';
import { type SmokeRequest, smokeClient, stage } from '../requests.ts';
import { exampleOf } from '../schema-violations.ts';
import { bearer, type Make, type Target } from './attempt-request.ts';
import type { AttemptWorld } from './attempt-world.ts';

type OutsiderAttempt = Extract<AttemptName, `ID token of a ${string}` | 'token and key of another partner'>;

/** Callers who may sign in, beside an owner whose project they are not let into. */
export interface Outsiders {
  readonly headers: Readonly<Record<OutsiderAttempt, Readonly<Record<string, string>>>>;
  /** What of the owner's they ask for: a value for each parameter of a path. */
  readonly path: Readonly<Record<string, string>>;
  /** The owner removes its project. */
  remove(): Promise<void>;
}

/** Requests that would be good of somebody who is let in: the handlers have to keep these callers out. */
export function outsiderAttempts(outsiders: () => Promise<Outsiders>): Record<OutsiderAttempt, Make> {
  const as =
    (attempt: OutsiderAttempt): Make =>
    async ({ operation }) => {
      const { headers, path } = await outsiders();
      return { ...goodRequest(operation), path, headers: { ...headers[attempt], 'If-Match': '*' } };
    };
  return {
    'ID token of a stranger': as('ID token of a stranger'),
    'ID token of a former member': as('ID token of a former member'),
    'ID token of a member who is neither owner nor author': as('ID token of a member who is neither owner nor author'),
    'token and key of another partner': as('token and key of another partner'),
  };
}

export async function createOutsiders(world: AttemptWorld): Promise<Outsiders> {
  const { outputs, user, partnerId, apiKey } = world;
  const [member, former, stranger] = await Promise.all([newUser(), newUser(), newUser()]);
  const other = await partnerToken(outputs, 'another-partner', { issuedAt: world.now() });
  const owner = clientOf(user);
  const { projectId } = (await owner.createProject({ body: { name: stage.runId, partnerIds: [partnerId] } })).body;
  for (const { userId } of [member, former]) {
    await owner.addMember({ path: { projectId }, body: { userId, role: 'member' } });
  }
  await owner.removeMember({ path: { projectId, userId: former.userId } });
  return {
    headers: {
      'ID token of a stranger': bearer(stranger.idToken),
      'ID token of a former member': bearer(former.idToken),
      'ID token of a member who is neither owner nor author': bearer(member.idToken),
      'token and key of another partner': { ...bearer(other), 'x-api-key': apiKey },
    },
    path: { projectId, userId: user.userId, ...(await makeContents(owner, projectId)) },
    async remove() {
      for (const { email } of [member, former, stranger]) await removeAccount(stage, email);
    },
  };
}

const newUser = () => createTestUser(stage.outputs, `${stage.runId}-${randomBytes(4).toString('hex')}`);

const clientOf = ({ idToken }: TestUser) => smokeClient(taskApi, () => bearer(idToken));

/** One of each that paths can name, all of the owner's. */
async function makeContents(owner: ReturnType<typeof clientOf>, projectId: string) {
  const { taskId } = (await owner.createTask({ path: { projectId }, body: { title: 'Attempts' } })).body;
  const file = { fileName: 'attempts.txt', contentType: 'text/plain', sizeBytes: 1 };
  const [comment, attachment, started] = await Promise.all([
    owner.createComment({ path: { taskId }, body: { text: 'Attempts' } }),
    owner.createAttachment({ path: { taskId }, body: file }),
    owner.startExport({ path: { projectId }, body: { format: 'csv' } }),
  ]);
  const { commentId } = comment.body;
  return { taskId, commentId, attachmentId: attachment.body.attachmentId, exportId: started.body.exportId };
}

const goodRequest = ({ body }: Target['operation']): SmokeRequest =>
  body === undefined ? {} : { body: exampleOf(body) as object };
