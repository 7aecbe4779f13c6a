import type { Client } from './client.ts';
import { defineApi, get, jwt, open, post, user } from './route-table.ts';
import type { taskApi } from './task-api.ts';

/** Mistakes in a row that must not compile. `tsc` fails on a line here that does. */

const usual = {
  summary: 'Do a thing',
  access: user,
  answers: { 200: { schema: 'Project' } },
  errors: [],
  throttle: 'standard',
  idempotency: 'safe',
  touches: {},
} as const;

export const compiles = get('/things/{thingId}', { ...usual, path: { thingId: 'ProjectId' } });

// @ts-expect-error a path parameter without a schema
export const parameterWithoutSchema = get('/things/{thingId}', usual);

// @ts-expect-error a schema for another path parameter
export const otherParameter = get('/things/{thingId}', { ...usual, path: { itemId: 'ProjectId' } });

// @ts-expect-error path parameters on a path without any
export const noParameters = get('/things', { ...usual, path: { thingId: 'ProjectId' } });

// @ts-expect-error an unknown schema
export const unknownSchema = get('/things', { ...usual, answers: { 200: { schema: 'Thing' } } });

// @ts-expect-error an unknown error code
export const unknownError = get('/things', { ...usual, errors: ['NO_SUCH_CODE'] });

// @ts-expect-error an unknown throttle class
export const unknownThrottle = get('/things', { ...usual, throttle: 'fast' });

// @ts-expect-error an action that the thing does not have
export const unknownAction = get('/things', { ...usual, touches: { exportQueue: ['PurgeQueue'] } });

// @ts-expect-error a path that does not begin with a slash
export const relativePath = get('things', usual);

// @ts-expect-error a public row without a reason
const withoutReason = open({ owner: 'platform', reviewBy: '2027-01-01' });
export const publicWithoutReason = post('/things', { ...usual, access: withoutReason });

// @ts-expect-error a public row that is only named so
export const publicWithoutAnything = post('/things', { ...usual, access: { kind: 'public' } });

export const duplicateOperationId = defineApi('test-api', 'rest', {
  // biome-ignore lint/suspicious/noDuplicateObjectKeys: the duplicate is what the compiler must refuse
  getThing: get('/things', usual),
  // @ts-expect-error two rows with one operation id
  getThing: get('/others', usual),
});

const client = {} as Client<typeof taskApi>;

// @ts-expect-error a change that has to name its version, and does not
export const withoutVersion = client.updateTask({ path: { taskId: '' }, body: { title: '', status: 'todo' } });

export const withoutOptionalVersion = client.deleteTask({ path: { taskId: '' } });

// @ts-expect-error a version where the row takes none
export const versionOfAComment = client.deleteComment({ path: { taskId: '', commentId: '' }, ifMatch: '*' });

// @ts-expect-error an access that asks for a scope of no resource
export const withoutScopes = jwt();
