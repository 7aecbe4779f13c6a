import { type States, state } from '../provider.ts';
import { withMember } from './projects.ts';
import type { TaskClient, Tenant } from './tenant.ts';

const file = { fileName: 'map.png', contentType: 'image/png', sizeBytes: 3 };

export function taskStates({ user, colleague, standingProject }: Tenant): States {
  const inProject = async () => newTask(user.client, (await standingProject()).projectId);
  return {
    'a user with a task': state(inProject),
    'a task that was changed since the user saw it': state(async () => {
      const { taskId, etag } = await inProject();
      await user.client.updateTask({ path: { taskId }, body: { title: 'Changed', status: 'todo' }, ifMatch: etag });
      return { taskId, staleEtag: etag };
    }),
    'a task with a comment of the user': state(async () => {
      const { taskId } = await inProject();
      return { taskId, commentId: await newComment(user.client, taskId) };
    }),
    'a task with a comment of a colleague who owns the project': state(async () => {
      const { projectId } = await withMember(colleague, user);
      const { taskId } = await newTask(colleague.client, projectId);
      return { taskId, commentId: await newComment(colleague.client, taskId) };
    }),
    'a task with a file': state(async () => {
      const { taskId } = await inProject();
      return { taskId, attachmentId: await newFile(user.client, taskId) };
    }),
  };
}

export async function newTask(client: TaskClient, projectId: string) {
  const { body, headers } = await client.createTask({ path: { projectId }, body: { title: 'Dig a well' } });
  return { projectId, taskId: body.taskId, etag: headers.ETag };
}

async function newComment(client: TaskClient, taskId: string): Promise<string> {
  return (await client.createComment({ path: { taskId }, body: { text: 'Done' } })).body.commentId;
}

async function newFile(client: TaskClient, taskId: string): Promise<string> {
  const { body } = await client.createAttachment({ path: { taskId }, body: file });
  const { method, url, headers } = body.upload;
  const uploaded = await fetch(url, { method, headers, body: Buffer.alloc(file.sizeBytes) });
  if (!uploaded.ok) throw new Error(`the upload answered ${uploaded.status}: ${await uploaded.text()}`);
  return body.attachmentId;
}
