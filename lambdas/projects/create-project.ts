import { taskApi } from '../../contracts/task-api.ts';
import { systemClock } from '../shared/clock.ts';
import { entityTag } from '../shared/entity-tag.ts';
import { required } from '../shared/environment.ts';
import { idempotencyRecords } from '../shared/idempotency.ts';
import { newId } from '../shared/identifiers.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { writeTogether } from '../shared/write-together.ts';
import { newProjectWrites } from './project-records.ts';

export const handler = restHandler(
  taskApi,
  'createProject',
  async ({ caller, body, basePath }) => {
    const project = {
      projectId: newId(systemClock),
      name: body.name,
      ...(body.description === undefined ? {} : { description: body.description }),
      partnerIds: [...new Set(body.partnerIds ?? [])],
      createdAt: systemClock.now().toISOString(),
    };
    await writeTogether(newProjectWrites(required('TABLE_NAME'), project, caller.userId));
    const headers = { Location: `${basePath}/projects/${project.projectId}`, ETag: entityTag(1) };
    return { status: 201, body: project, headers };
  },
  idempotencyRecords,
);
