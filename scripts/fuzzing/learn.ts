import type { Built } from './build.ts';
import type { Answer } from './wire.ts';
import type { Part, World } from './world.ts';

type Document = Readonly<Record<string, unknown>>;

/** Remembers what an answer tells of the stage. */
export function learn(built: Built, answer: Answer, world: World): void {
  const { answering, subject, wired, query, isClean } = built;
  const [row] = answering;
  if (!row || answering.length > 1 || typeof answer.status !== 'number' || answer.status < 200 || answer.status >= 300)
    return;
  const { operationId } = row;
  const document = documentOf(answer);
  const { user: owner, path } = subject;
  const part = (name: string): Part => ({ owner, path: { ...path, [name]: String(document[name]) } });
  const id = String(document['taskId'] ?? document['projectId']);
  const version = answer.headers['etag'];
  if (version !== undefined) world.versions.set(id, version);
  switch (operationId) {
    case 'createProject':
      world.projects.add({ projectId: id, owner });
      break;
    case 'createTask':
      world.tasks.add({ taskId: id, projectId: String(document['projectId']), owner });
      break;
    case 'deleteProject':
      world.projects.removeWhere(({ projectId }) => projectId === path['projectId']);
      world.tasks.removeWhere(({ projectId }) => projectId === path['projectId']);
      break;
    case 'deleteTask':
      world.tasks.removeWhere(({ taskId }) => taskId === path['taskId']);
      break;
    case 'createComment':
      world.comments.add(part('commentId'));
      break;
    case 'createAttachment':
      world.attachments.add(part('attachmentId'));
      break;
    case 'startExport':
      world.exports.add({ owner, path: { exportId: String(document['exportId']) } });
      break;
    case 'addMember':
      world.members.add(part('userId'));
      break;
    case 'login':
      world.refreshTokens.add(String(document['refreshToken']));
      break;
  }
  if (isClean && typeof document['nextCursor'] === 'string') {
    world.listed.get(operationId)?.add({ owner, path, query: withoutCursor(query), cursor: document['nextCursor'] });
  }
  const key = wired.headers['Idempotency-Key'];
  if (isClean && row.idempotency === 'key' && key !== undefined) {
    world.keyed.get(operationId)?.add({ key, built, answer });
  }
}

function documentOf({ body }: Answer): Document {
  if (body.length === 0) return {};
  const parsed: unknown = JSON.parse(body.toString('utf8'));
  return typeof parsed === 'object' && parsed !== null ? (parsed as Document) : {};
}

function withoutCursor({ cursor: _, ...query }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return query;
}
