import { ulid } from 'ulid';
import { buildExportMessage } from '../../lambdas/exports/export-message.ts';
import { publicApi } from '../public-api.ts';
import { urlsOf } from '../smoke/stage.ts';
import { taskApi } from '../task-api.ts';
import type { Provider } from './provider.ts';
import { routesOf } from './routes.ts';
import { contactStates } from './states/contacts.ts';
import { exportStates } from './states/exports.ts';
import { partnerStates } from './states/partners.ts';
import { projectStates } from './states/projects.ts';
import { signInStates } from './states/sign-in.ts';
import { taskStates } from './states/tasks.ts';
import type { Tenant } from './states/tenant.ts';

/** A stage's APIs as providers, whose states are in a tenant. */
export function stageProviders(tenant: Tenant): readonly Provider[] {
  const { credentials, stage } = tenant;
  const urls = urlsOf(stage);
  return [
    {
      name: taskApi.name,
      baseUrl: urls.taskApi,
      states: {
        ...signInStates(tenant),
        ...projectStates(tenant),
        ...taskStates(tenant),
        ...exportStates(tenant),
        ...partnerStates(tenant),
      },
      messages: {
        'an export job for csv': () => exportJob('csv'),
        'an export job for json': () => exportJob('json'),
      },
      credentials,
      routeOf: routesOf(taskApi),
    },
    {
      name: publicApi.name,
      baseUrl: urls.publicApi,
      states: contactStates(tenant),
      messages: {},
      credentials,
      routeOf: routesOf(publicApi),
    },
  ];
}

const exportJob = (format: 'csv' | 'json') => buildExportMessage({ exportId: ulid(), projectId: ulid(), format });
