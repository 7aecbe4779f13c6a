import { describe, expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { smokeClient, stage } from './requests.ts';

describe.skipIf(stage.servesCustomers)('on a stage where nobody reads the messages', () => {
  test('POST /contacts takes a message, and tells its sender how to ask about it', async () => {
    const message = { name: stage.runId, email: 'nobody@smoke.gatehouse.example', message: 'Nothing to do: a test.' };
    const { body } = await smokeClient(publicApi).createContact({ body: message });
    expect(body.requestId).toMatch(/^\S+$/);
  });
});
