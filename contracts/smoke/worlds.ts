import { randomBytes } from 'node:crypto';
import type { Operation } from '../route-table.ts';
import type { SchemaName } from '../schemas/registry.ts';
import { taskApi } from '../task-api.ts';
import type { Callers } from './callers.ts';
import { createTestUser, type TestUser } from './credentials.ts';
import { removeAccount } from './leftovers.ts';
import { smokeClient, stage } from './requests.ts';
import { exampleOf } from './schema-violations.ts';

type Values = Readonly<Record<string, string>>;

/** What there is of a caller's own, for requests that are meant to succeed. */
export interface World {
  /** Somebody who is a member where the world says so. */
  readonly other: TestUser;
  /** Values of an operation's path that are there; of the operation's own where it changes who or what is there. */
  pathOf(operation: Operation): Promise<Values>;
  /**
   * A body that the operation takes.
   *
   * @param variant another number gives another body. @default 0
   */
  bodyOf(schema: SchemaName, variant?: number): Promise<object>;
  remove(): Promise<void>;
}

/** Makes what a path names, given the values before it. */
type Maker = (made: Values) => Promise<string>;

export async function createWorld({ user, partnerId, headersOf }: Callers): Promise<World> {
  const other = await createTestUser(stage.outputs, `${stage.runId}-${randomBytes(4).toString('hex')}`);
  const client = smokeClient(taskApi, () => headersOf('user token'));
  const shared = new Map<SchemaName, Promise<string>>();

  const makers: Partial<Record<SchemaName, Maker>> = {
    async ProjectId() {
      const body = { name: `World of ${stage.runId}`, partnerIds: [partnerId] };
      return (await client.createProject({ body })).body.projectId;
    },
    async TaskId() {
      const path = { projectId: await sharedValue('ProjectId', {}) };
      return (await client.createTask({ path, body: { title: `Task of ${stage.runId}` } })).body.taskId;
    },
    async CommentId({ taskId = '' }) {
      return (await client.createComment({ path: { taskId }, body: { text: 'A comment' } })).body.commentId;
    },
    async AttachmentId({ taskId = '' }) {
      const body = { fileName: 'notes.txt', contentType: 'text/plain', sizeBytes: 1 };
      return (await client.createAttachment({ path: { taskId }, body })).body.attachmentId;
    },
    async ExportId() {
      const path = { projectId: await sharedValue('ProjectId', {}) };
      return (await client.startExport({ path, body: { format: 'csv' } })).body.exportId;
    },
    async UserId({ projectId = '' }) {
      await client.addMember({ path: { projectId }, body: { userId: other.userId, role: 'member' } });
      return other.userId;
    },
    PartnerId: async () => 'smoke-partner',
  };

  const make = (schema: SchemaName, made: Values): Promise<string> => {
    const maker = makers[schema];
    if (!maker) throw new Error(`nothing makes a ${schema}; add it to the makers of contracts/smoke/worlds.ts`);
    return maker(made);
  };
  const sharedValue = (schema: SchemaName, made: Values) => {
    const value = shared.get(schema) ?? make(schema, made);
    shared.set(schema, value);
    return value;
  };

  /** What has to be true of a body beside its schema: users who are there, and members of the project. */
  const trueParts: Partial<Record<SchemaName, () => Promise<object> | object>> = {
    AddMember: () => ({ userId: other.userId }),
    CreateTask: () => ({ assigneeId: user.userId }),
    UpdateProject: () => ({ partnerIds: [partnerId] }),
    UpdateTask: () => ({ assigneeId: user.userId }),
    LoginRequest: () => ({ email: user.email, password: user.password }),
    RefreshRequest: async () => ({ refreshToken: await refreshToken() }),
    LogoutRequest: async () => ({ refreshToken: await refreshToken() }),
  };
  const refreshToken = async () =>
    (await client.login({ body: { email: user.email, password: user.password } })).body.refreshToken;

  // So that lists have something to show. What cannot be made fails the tests that ask for it.
  const taskId = sharedValue('TaskId', {});
  await Promise.allSettled([taskId, taskId.then((made) => sharedValue('CommentId', { taskId: made }))]);

  return {
    other,
    async pathOf({ method, body, pathParameters }) {
      const changesWhatIsThere = method === 'DELETE' || body === 'AddMember';
      let made: Values = {};
      for (const { name, schema } of pathParameters) {
        const value = await (changesWhatIsThere ? make(schema, made) : sharedValue(schema, made));
        made = { ...made, [name]: value };
      }
      return made;
    },
    bodyOf: async (schema, variant = 0) => ({
      ...(exampleOf(schema, variant) as object),
      ...(await trueParts[schema]?.()),
    }),
    remove: () => removeAccount(stage, other.email),
  };
}
