import { createTestUser, type TestUser } from '../../contracts/smoke/credentials.ts';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import type { Built } from './build.ts';
import { type Credentials, createCredentials } from './credentials.ts';
import { everyOperation } from './operations.ts';
import { Pool } from './pool.ts';
import type { Answer } from './wire.ts';

export interface Project {
  readonly projectId: string;
  readonly owner: TestUser;
}

export interface Task extends Project {
  readonly taskId: string;
}

/** Something below a task or a project, by the parameters of its own path. */
export interface Part {
  readonly owner: TestUser;
  readonly path: Readonly<Record<string, string>>;
}

/** A listing that has a further page. */
interface Listed extends Part {
  readonly query: Readonly<Record<string, string>>;
  readonly cursor: string;
}

/** A request that was answered with success, and may be sent again with its key. */
interface Keyed {
  readonly key: string;
  readonly built: Built;
  readonly answer: Answer;
}

/** What a run knows of the stage: who calls, and what there is by now. */
export interface World {
  readonly users: readonly TestUser[];
  readonly credentials: Credentials;
  readonly projects: Pool<Project>;
  readonly tasks: Pool<Task>;
  readonly comments: Pool<Part>;
  readonly attachments: Pool<Part>;
  readonly exports: Pool<Part>;
  readonly members: Pool<Part>;
  readonly refreshTokens: Pool<string>;
  /** By operation id. */
  readonly listed: ReadonlyMap<string, Pool<Listed>>;
  readonly keyed: ReadonlyMap<string, Pool<Keyed>>;
  /** The newest version that was seen of a project or a task, by its id. */
  readonly versions: Map<string, string>;
  /** A text that no request has had before. */
  newName(): string;
}

const userCount = 8;

const poolsByOperation = <T>() => new Map(everyOperation.map(({ operationId }) => [operationId, new Pool<T>(50)]));

export async function createWorld(outputs: StageOutputs): Promise<World> {
  const names = Array.from({ length: userCount }, (_, index) => `fuzz-${index}`);
  const [credentials, ...users] = await Promise.all([
    createCredentials(outputs),
    ...names.map((name) => createTestUser(outputs, name)),
  ]);
  let named = 0;
  return {
    users,
    credentials,
    projects: new Pool(),
    tasks: new Pool(),
    comments: new Pool(),
    attachments: new Pool(),
    exports: new Pool(),
    members: new Pool(),
    refreshTokens: new Pool(),
    listed: poolsByOperation(),
    keyed: poolsByOperation(),
    versions: new Map(),
    newName: () => {
      named += 1;
      return `fuzz-${named}`;
    },
  };
}
