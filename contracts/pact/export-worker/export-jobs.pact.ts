import { expect, test } from 'vitest';
import { parseExportMessage } from '../../../lambdas/exports/export-message.ts';
import { taskApi } from '../../task-api.ts';
import { pactOf } from '../consumer.ts';
import { anId, ids } from '../matchers.ts';

/** The worker reads what the Task API sends through the export queue. */
const pact = pactOf('export-worker', taskApi.name);
const { exportId, projectId } = ids;

test.each(['csv', 'json'] as const)('an export job for %s', (format) =>
  pact
    .addAsynchronousInteraction()
    .expectsToReceive(`an export job for ${format}`, (message) => {
      message.withJSONContent({ version: 1, exportId: anId.exportId, projectId: anId.projectId, format });
    })
    .executeTest(async ({ contents }) => {
      const message = parseExportMessage(JSON.stringify(contents.content));
      expect(message).toEqual({ version: 1, exportId, projectId, format });
    }),
);
