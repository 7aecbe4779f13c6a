import { MatchersV3 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import { anId, aTime, aUrl, ids, pathOf, problem } from '../matchers.ts';
import { taskWeb } from './task-web.ts';

const { eachLike, integer, string } = MatchersV3;

const { taskId, attachmentId } = ids;
const file = { fileName: 'map.png', contentType: 'image/png', sizeBytes: 3 };
const upload = 'https://files.example/upload';
const download = 'https://files.example/map.png';
const attachments = pathOf('/tasks/{taskId}/attachments');

taskWeb.expects(
  'a request for the files of a task',
  {
    given: 'a task with a file',
    request: { method: 'GET', path: attachments },
    answer: {
      status: 200,
      body: {
        items: eachLike({
          attachmentId: anId.attachmentId,
          fileName: string('map.png'),
          sizeBytes: integer(3),
          download: { url: aUrl(download) },
        }),
      },
    },
  },
  async ({ client }) => {
    const { body } = await client.listAttachments({ path: { taskId } });
    expect(body.items).toEqual([{ attachmentId, fileName: 'map.png', sizeBytes: 3, download: { url: download } }]);
  },
);

taskWeb.expects(
  'a new file of a task',
  {
    given: 'a user with a task',
    request: { method: 'POST', path: attachments, body: file },
    answer: {
      status: 201,
      body: {
        attachmentId: anId.attachmentId,
        upload: {
          method: 'PUT',
          url: aUrl(upload),
          headers: { 'Content-Type': 'image/png', 'Content-Length': '3' },
          expiresAt: aTime,
        },
      },
    },
  },
  async ({ client }) => {
    const { body } = await client.createAttachment({ path: { taskId }, body: file });
    expect(body.upload).toMatchObject({ method: 'PUT', url: upload, headers: { 'Content-Length': '3' } });
  },
);

taskWeb.expects(
  'a new file of a task that is not there',
  {
    request: { method: 'POST', path: `/tasks/${taskId}/attachments`, body: file },
    answer: problem('NOT_FOUND'),
  },
  async ({ client }) => {
    const call = client.createAttachment({ path: { taskId }, body: file });
    await expect(call).rejects.toMatchObject({ status: 404, problem: { code: 'NOT_FOUND' } });
  },
);

taskWeb.expects(
  'the end of a file',
  {
    given: 'a task with a file',
    request: { method: 'DELETE', path: pathOf('/tasks/{taskId}/attachments/{attachmentId}') },
    answer: { status: 204 },
  },
  async ({ client }) => {
    expect((await client.deleteAttachment({ path: { taskId, attachmentId } })).status).toBe(204);
  },
);
