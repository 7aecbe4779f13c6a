import { MatchersV3, PactV4, SpecificationVersion } from '@pact-foundation/pact';
import { expect, test } from 'vitest';
import { createClient } from '../client.ts';
import { pollExport } from '../polling.ts';
import { taskApi } from '../task-api.ts';
import { pactFolder } from './pact-files.ts';

const { eachLike, fromProviderState, regex, string } = MatchersV3;

const pact = new PactV4({
  consumer: 'task-web',
  provider: 'task-api',
  dir: pactFolder,
  spec: SpecificationVersion.SPECIFICATION_VERSION_V4,
  logLevel: 'warn',
});

const ulid = '^[0-7][0-9A-HJKMNP-TV-Z]{25}$';
const projectId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const exportId = '01ARZ3NDEKTSV4RRFFQ69G5FAW';
const token = 'the-id-token-of-a-signed-in-user';

const clientOf = (baseUrl: string) =>
  createClient(taskApi, {
    baseUrl,
    headers: () => ({ Authorization: token }),
    sleep: () => Promise.resolve(),
  });

test('lists the projects of the user', () =>
  pact
    .addInteraction()
    .given('a user with a project')
    .uponReceiving('a request for the first page of projects')
    .withRequest('GET', '/projects', (request) => {
      request.headers({ Authorization: token }).query({ limit: '10' });
    })
    .willRespondWith(200, (response) => {
      response.jsonBody({ items: eachLike({ projectId: regex(ulid, projectId), name: string('Moon base') }) });
    })
    .executeTest(async ({ url }) => {
      const { body } = await clientOf(url).listProjects({ query: { limit: '10' } });
      expect(body.items).toEqual([{ projectId, name: 'Moon base' }]);
    }));

test('starts an export and learns where to look for it', () =>
  pact
    .addInteraction()
    .given('a user with a project')
    .uponReceiving('a request to export a project as CSV')
    .withRequest(
      'POST',
      fromProviderState(`/projects/\${projectId}/exports`, `/projects/${projectId}/exports`),
      (request) => {
        request.headers({ Authorization: token }).jsonBody({ format: 'csv' });
      },
    )
    .willRespondWith(202, (response) => {
      response
        .headers({
          Location: regex('^.*/exports/[0-7][0-9A-HJKMNP-TV-Z]{25}$', `/exports/${exportId}`),
          'Retry-After': regex('^[1-9][0-9]*$', '1'),
        })
        .jsonBody({ exportId: regex(ulid, exportId), status: 'queued' });
    })
    .executeTest(async ({ url }) => {
      const { body, headers } = await clientOf(url).startExport({ path: { projectId }, body: { format: 'csv' } });
      expect(body).toEqual({ exportId, status: 'queued' });
      expect(headers.Location).toBe(`/exports/${exportId}`);
    }));

test('polls an export until it can be downloaded', () =>
  pact
    .addInteraction()
    .given('a user with a finished export')
    .uponReceiving('a request for an export that has succeeded')
    .withRequest('GET', fromProviderState(`/exports/\${exportId}`, `/exports/${exportId}`), (request) => {
      request.headers({ Authorization: token });
    })
    .willRespondWith(200, (response) => {
      response.jsonBody({
        exportId: regex(ulid, exportId),
        status: 'succeeded',
        download: { url: regex('^https?://.+$', 'https://exports.example/file.csv') },
      });
    })
    .executeTest(async ({ url }) => {
      const ended = await pollExport(clientOf(url), exportId);
      expect(ended.download?.url).toBe('https://exports.example/file.csv');
    }));
