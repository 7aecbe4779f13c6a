/** Keys of objects. All of a project's begin alike, so that its deletion finds them without a list of its own. */
export const projectObjects = (projectId: string) => `projects/${projectId}/`;
export const taskObjects = (projectId: string, taskId: string) => `${projectObjects(projectId)}tasks/${taskId}/`;
export const attachmentObject = (projectId: string, taskId: string, attachmentId: string) =>
  `${taskObjects(projectId, taskId)}${attachmentId}`;
