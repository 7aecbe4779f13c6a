import { examples } from '../../contracts/openapi/examples.ts';
import type { TestUser } from '../../contracts/smoke/credentials.ts';
import type { Route } from './operations.ts';
import type { Plan } from './plan.ts';
import type { Pool } from './pool.ts';
import type { World } from './world.ts';

/** Whom and what a request is about. */
export interface Subject {
  readonly user: TestUser;
  readonly path: Readonly<Record<string, string>>;
}

/** Of these a request that deletes leaves some. */
const mostSpared = 30;

/**
 * Something that is there and the user's own. What a request without a fault deletes is taken out of
 * the world at once; where too few are left, it is about something that never was.
 */
export function subjectOf(route: Route, plan: Plan, world: World): Subject {
  const { pick } = plan;
  const user = world.users[pick % world.users.length];
  if (!user) throw new Error('there are no users');
  const isTaken = route.method === 'DELETE' && plan.faults.length === 0;
  const choose = <T>(pool: Pool<T>, spared = 0) =>
    !isTaken ? pool.pick(pick) : pool.size > spared ? pool.take(pick) : undefined;
  switch (route.pathParameters.map(({ name }) => name).join(' ')) {
    case '':
      return { user, path: {} };
    case 'projectId': {
      const project = choose(world.projects, mostSpared);
      return project ? { user: project.owner, path: { projectId: project.projectId } } : nothing(route, user);
    }
    case 'taskId': {
      const task = choose(world.tasks, mostSpared);
      return task ? { user: task.owner, path: { taskId: task.taskId } } : nothing(route, user);
    }
    case 'projectId userId':
      return part(choose(world.members)) ?? nothing(route, user);
    case 'taskId commentId':
      return part(choose(world.comments)) ?? nothing(route, user);
    case 'taskId attachmentId':
      return part(choose(world.attachments)) ?? nothing(route, user);
    case 'exportId':
      return part(choose(world.exports)) ?? nothing(route, user);
    case 'partnerId':
      return { user, path: { partnerId: world.credentials.webhookPartnerId } };
    default:
      throw new Error(`'${route.operationId}' has path parameters that no subject has yet; add them here`);
  }
}

const part = (found: { readonly owner: TestUser; readonly path: Subject['path'] } | undefined): Subject | undefined =>
  found && { user: found.owner, path: found.path };

/** Identifiers that keep their schemas and belong to nothing. */
const nothing = ({ pathParameters }: Route, user: TestUser): Subject => ({
  user,
  path: Object.fromEntries(pathParameters.map(({ name, schema }) => [name, String(examples[schema])])),
});

/** The body with identifiers and secrets that are real, where a schema alone cannot know them. */
export function realBody(route: Route, { body, pick }: Plan, { user }: Subject, world: World): unknown {
  const said = body as Readonly<Record<string, unknown>>;
  switch (route.operationId) {
    case 'login':
      return { ...said, email: user.email, password: user.password };
    case 'refresh':
      return { ...said, refreshToken: world.refreshTokens.pick(pick) ?? said['refreshToken'] };
    case 'logout':
      return { ...said, refreshToken: world.refreshTokens.take(pick) ?? said['refreshToken'] };
    case 'addMember':
      return { ...said, userId: world.users[(pick >> 3) % world.users.length]?.userId };
    case 'createTask':
    case 'updateTask':
      return 'assigneeId' in said ? { ...said, assigneeId: user.userId } : said;
    case 'createProject':
    case 'updateProject': {
      const others = Array.isArray(said['partnerIds']) ? said['partnerIds'].slice(0, 9) : [];
      return { ...said, partnerIds: [world.credentials.partnerId, ...others] };
    }
    case 'receiveWebhook':
      return { ...said, eventId: world.newName() };
    default:
      return body;
  }
}
