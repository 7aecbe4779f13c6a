import { defineApi, get, open, partner, post, user } from './route-table.ts';

const page = { limit: { schema: 'PageLimit' }, cursor: { schema: 'Cursor' } } as const;

/** The REST API that the web application and partners use. */
export const taskApi = defineApi('task-api', 'rest', {
  login: post('/auth/login', {
    summary: 'Sign in with email and password',
    access: open({
      owner: 'identity',
      reason: 'a caller who signs in has no token yet',
      reviewBy: '2027-06-30',
    }),
    body: 'LoginRequest',
    answers: { 200: { schema: 'Tokens' } },
    errors: ['INVALID_CREDENTIALS', 'TOO_MANY_REQUESTS'],
    throttle: 'signIn',
    idempotency: 'none',
    touches: { userPoolClient: ['InitiateAuth'] },
  }),

  listProjects: get('/projects', {
    summary: 'List the projects that the caller is a member of, newest first',
    access: user,
    query: page,
    answers: { 200: { schema: 'ProjectPage' } },
    errors: ['INVALID_CURSOR'],
    throttle: 'standard',
    idempotency: 'safe',
    touches: { table: ['Query', 'BatchGetItem'] },
  }),

  createProject: post('/projects', {
    summary: 'Create a project with the caller as its owner',
    access: user,
    body: 'CreateProject',
    answers: { 201: { schema: 'Project', headers: ['Location'] } },
    errors: [],
    throttle: 'standard',
    idempotency: 'key',
    touches: { table: ['PutItem'] },
  }),

  startExport: post('/projects/{projectId}/exports', {
    summary: 'Start an export of a project; poll the address in Location for its result',
    access: user,
    path: { projectId: 'ProjectId' },
    body: 'StartExport',
    answers: { 202: { schema: 'ExportAccepted', headers: ['Location', 'Retry-After'] } },
    errors: ['NOT_FOUND', 'SERVICE_UNAVAILABLE'],
    throttle: 'exports',
    idempotency: 'key',
    touches: { table: ['GetItem', 'PutItem', 'DeleteItem'], exportQueue: ['SendMessage'] },
  }),

  getExport: get('/exports/{exportId}', {
    summary: "Get an export's status, and its download once it has succeeded",
    access: user,
    path: { exportId: 'ExportId' },
    answers: { 200: { schema: 'ExportStatus', optionalHeaders: ['Retry-After'] } },
    errors: ['NOT_FOUND'],
    throttle: 'standard',
    idempotency: 'safe',
    touches: { table: ['GetItem'], exportsBucket: ['GetObject'] },
  }),

  listPartnerProjects: get('/partner/projects', {
    summary: 'List the projects that are shared with the calling partner',
    access: partner,
    query: page,
    answers: { 200: { schema: 'PartnerProjectPage' } },
    errors: ['INVALID_CURSOR'],
    throttle: 'standard',
    idempotency: 'safe',
    touches: { table: ['Query', 'BatchGetItem'] },
  }),
});
