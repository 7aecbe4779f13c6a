import { expect, test } from 'vitest';
import { createClient } from '../client.ts';
import { publicApi } from '../public-api.ts';
import { urlOf } from './requests.ts';

test('a message of the contact form is taken, and its sender told how to ask about it', async () => {
  const client = createClient(publicApi, { baseUrl: urlOf(publicApi) });
  const message = { name: 'Smoke test', email: 'nobody@smoke.gatehouse.example', message: 'Nothing to do: a test.' };
  const { body } = await client.createContact({ body: message });
  expect(body.requestId).toMatch(/^\S+$/);
});
