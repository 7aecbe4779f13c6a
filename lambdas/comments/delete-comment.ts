import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { taskApi } from '../../contracts/task-api.ts';
import { required } from '../shared/environment.ts';
import { Problem } from '../shared/problem.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { documents } from '../shared/table.ts';
import { requireTask } from '../tasks/task-access.ts';
import { commentKey, commentOf } from './comment-records.ts';

export const handler = restHandler(taskApi, 'deleteComment', async ({ caller, path }) => {
  const { taskId, commentId } = path;
  const keyIn = (projectId: string) => commentKey(projectId, taskId, commentId);
  const { project, member, others } = await requireTask(caller.userId, taskId, (projectId) => [keyIn(projectId)]);
  const [comment] = others;
  if (!comment) throw new Problem('NOT_FOUND');
  if (commentOf(comment).authorId !== caller.userId && member.role !== 'owner') {
    throw new Problem('FORBIDDEN', { detail: "Expected: the comment's author or an owner of the project" });
  }
  await documents.send(new DeleteCommand({ TableName: required('TABLE_NAME'), Key: { ...keyIn(project.projectId) } }));
  return { status: 204 };
});
