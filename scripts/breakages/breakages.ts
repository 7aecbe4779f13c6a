import { resourceOf, type StackDocument } from '../testing/stack-copy.ts';
import type { Breakage } from './breakage.ts';

/** Everything that a deployment could break, one after the other. */
export const breakages: readonly Breakage[] = [
  {
    name: 'rename a field',
    route: 'GET /projects',
    promise: /answers 200 ProjectPage|a user with a project|page of projects/,
    suites: ['answers'],
    contracts: true,
    source: {
      file: 'lambdas/projects/list-projects.ts',
      find: 'query), projectOf)',
      replace: 'query), (item) => (({ name, ...rest }) => ({ ...rest, title: name }))(projectOf(item)))',
      functions: ['list-projects'],
    },
  },
  {
    name: 'change a status',
    route: 'POST /projects/{projectId}/tasks',
    promise: /answers 201 Task .*expected \[ 201 \] to include 200/s,
    suites: ['answers'],
    source: {
      file: 'lambdas/tasks/create-task.ts',
      find: 'status: 201,',
      replace: 'status: 200 as 201,',
      functions: ['create-task'],
    },
  },
  {
    name: 'drop a header',
    route: 'GET /tasks/{taskId}',
    promise: /answers 200 Task with ETag/,
    suites: ['answers'],
    source: {
      file: 'lambdas/tasks/get-task.ts',
      find: 'headers: { ETag:',
      replace: 'headers: { "x-etag":',
      functions: ['get-task'],
    },
  },
  {
    name: 'drop CORS on 429',
    route: 'GET /partner/projects',
    promise: /429.* which a page can read/,
    suites: ['throttling'],
    stack(document) {
      const parameters = gatewayResponse(document, 'THROTTLED')['response_parameters'] as Record<string, string>;
      delete parameters['gatewayresponse.header.Access-Control-Allow-Origin'];
    },
  },
  {
    name: 'loosen an authorizer',
    route: 'GET /projects',
    promise: /401/,
    suites: ['auth'],
    stack(document) {
      const method = resourceOf(document, 'aws_api_gateway_method', 'routes_listProjects_').arguments;
      method['authorization'] = 'NONE';
      delete method['authorizer_id'];
    },
  },
  {
    name: 'remove the key requirement',
    route: 'GET /partner/projects',
    promise: /403/,
    suites: ['auth'],
    stack(document) {
      resourceOf(document, 'aws_api_gateway_method', 'routes_listPartnerProjects_').arguments['api_key_required'] =
        false;
    },
  },
  {
    name: 'answer 200 for 202',
    route: 'POST /projects/{projectId}/exports',
    promise: /answers 202 ExportAccepted .*expected \[ 202 \] to include 200/s,
    suites: ['answers'],
    contracts: true,
    source: {
      file: 'lambdas/exports/start-export.ts',
      find: 'status: 202,',
      replace: 'status: 200 as 202,',
      functions: ['start-export'],
    },
  },
  {
    name: 'forget Retry-After',
    route: 'POST /projects/{projectId}/exports',
    promise: /Retry-After/,
    suites: ['answers'],
    contracts: true,
    source: {
      file: 'lambdas/exports/start-export.ts',
      find: ", 'Retry-After': String(retryAfterSeconds)",
      replace: '',
      functions: ['start-export'],
    },
  },
  {
    name: "change the message's shape",
    route: 'POST /projects/{projectId}/exports',
    promise: /is accepted, ends, and downloads/,
    suites: ['exports'],
    source: {
      file: 'lambdas/exports/export-message.ts',
      find: 'JSON.stringify({ version: 1, exportId: work.exportId,',
      replace: 'JSON.stringify({ version: 1, id: work.exportId,',
      functions: ['start-export'],
    },
  },
  {
    name: 'make a required field optional',
    route: 'POST /projects',
    promise: /breaks a rule of its schema is the gateway's 400.*required/s,
    suites: ['validation'],
    stack(document) {
      const model = resourceOf(document, 'aws_api_gateway_model', 'validation_CreateProject_').arguments;
      const { required, ...schema } = JSON.parse(String(model['schema'])) as Record<string, unknown>;
      if (!Array.isArray(required)) throw new Error('the model of CreateProject requires nothing. Expected: its name');
      model['schema'] = JSON.stringify(schema);
    },
  },
  {
    name: 'slow the health route past its limit',
    route: 'GET /health',
    promise: /within 1000 ms/,
    suites: ['health'],
    source: {
      file: 'lambdas/health/get-health.ts',
      find: 'async () => (',
      replace: 'async () => (await new Promise((resolve) => setTimeout(resolve, 1200)), ',
      functions: ['get-health'],
    },
  },
  {
    name: "return another user's project",
    route: 'GET /projects/{projectId}',
    promise: /another user's project is not there/,
    suites: ['projects'],
    source: {
      file: 'lambdas/projects/project-access.ts',
      find: "if (!member || !isThere(project)) throw new Problem('NOT_FOUND');\n  return { project: projectItemOf(project), member: memberItemOf(member),",
      replace:
        "if (!isThere(project)) throw new Problem('NOT_FOUND');\n  return { project: projectItemOf(project), member: memberItemOf(member ?? ({} as Item)),",
      functions: ['get-project'],
    },
  },
];

function gatewayResponse(document: StackDocument, type: string): Record<string, unknown> {
  return resourceOf(document, 'aws_api_gateway_gateway_response', `errors_${type}_`).arguments;
}
