import { MatchersV3 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import { pollExport } from '../../polling.ts';
import { aLocation, anId, aUrl, ids, pathOf, problem, seconds } from '../matchers.ts';
import { taskWeb } from './task-web.ts';

const { regex, string } = MatchersV3;

const { projectId, exportId } = ids;
const file = 'https://exports.example/file.csv';
const anExport = pathOf('/exports/{exportId}');

taskWeb.expects(
  'the start of an export as CSV',
  {
    given: 'a user with a project',
    request: { method: 'POST', path: pathOf('/projects/{projectId}/exports'), body: { format: 'csv' } },
    answer: {
      status: 202,
      headers: { Location: aLocation(`/exports/${exportId}`), 'Retry-After': seconds },
      body: { exportId: anId.exportId, status: 'queued' },
    },
    isOnEveryStage: true,
  },
  async ({ client }) => {
    const { body, headers } = await client.startExport({ path: { projectId }, body: { format: 'csv' } });
    expect(body).toEqual({ exportId, status: 'queued' });
    expect(headers).toEqual({ Location: `/exports/${exportId}`, 'Retry-After': '1' });
  },
);

taskWeb.expects(
  'the start of an export of a project that is not there',
  {
    request: { method: 'POST', path: `/projects/${projectId}/exports`, body: { format: 'csv' } },
    answer: problem('NOT_FOUND'),
  },
  async ({ client }) => {
    const call = client.startExport({ path: { projectId }, body: { format: 'csv' } });
    await expect(call).rejects.toMatchObject({ status: 404, problem: { code: 'NOT_FOUND' } });
  },
);

taskWeb.expects(
  'a look at an export that has not ended',
  {
    given: 'an export that runs',
    request: { method: 'GET', path: anExport },
    answer: {
      status: 200,
      headers: { 'Retry-After': seconds },
      body: { exportId: anId.exportId, status: regex('^(queued|running)$', 'running') },
    },
  },
  async ({ client }) => {
    const waits: number[] = [];
    const sleep = async (milliseconds: number) => void waits.push(milliseconds);
    await expect(pollExport(client, exportId, { maximumPolls: 3, sleep })).rejects.toThrow('not ended after 3 polls');
    expect(waits).toEqual([1000, 1000]);
  },
);

taskWeb.expects(
  'a look at an export that has succeeded',
  {
    given: 'an export that has succeeded',
    request: { method: 'GET', path: anExport },
    answer: {
      status: 200,
      body: { exportId: anId.exportId, status: 'succeeded', download: { url: aUrl(file) } },
    },
  },
  async ({ client }) => {
    expect((await pollExport(client, exportId)).download?.url).toBe(file);
  },
);

taskWeb.expects(
  'a look at an export that has failed',
  {
    given: 'an export that has failed',
    request: { method: 'GET', path: anExport },
    answer: {
      status: 200,
      body: { exportId: anId.exportId, status: 'failed', failure: { reason: string('The project was deleted') } },
    },
  },
  async ({ client }) => {
    expect((await pollExport(client, exportId)).failure?.reason).toBe('The project was deleted');
  },
);

taskWeb.expects(
  'a look at an export that is not there',
  { request: { method: 'GET', path: `/exports/${exportId}` }, answer: problem('NOT_FOUND') },
  async ({ client }) => {
    await expect(pollExport(client, exportId)).rejects.toMatchObject({ status: 404, problem: { code: 'NOT_FOUND' } });
  },
);
