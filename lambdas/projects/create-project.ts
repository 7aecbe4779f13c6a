import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { taskApi } from '../../contracts/task-api.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { idempotencyRecords } from '../shared/idempotency.ts';
import { newId } from '../shared/identifiers.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { documents } from '../shared/table.ts';
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
    await documents.send(
      new TransactWriteCommand({ TransactItems: newProjectWrites(required('TABLE_NAME'), project, caller.userId) }),
    );
    return { status: 201, body: project, headers: { Location: `${basePath}/projects/${project.projectId}` } };
  },
  idempotencyRecords,
);
