import { MatchersV3 } from '@pact-foundation/pact';
import { expect } from 'vitest';
import { publicApi } from '../../public-api.ts';
import { consumerOf } from '../consumer.ts';
import { aTime, given, problem } from '../matchers.ts';
import { placeholders } from '../placeholders.ts';

const { eachLike, string } = MatchersV3;

/** The form, for everybody. */
const contactSite = consumerOf('contact-site', publicApi);
/** The desk that reads what was sent. */
const contactDesk = consumerOf('contact-site', publicApi, { Authorization: placeholders.contactDesk });

const message = { name: 'Ada', email: 'ada@example.com', message: 'Hello' };
const sent = { name: string('Ada'), email: string('ada@example.com'), message: string('Hello'), createdAt: aTime };
const shown = { ...message, createdAt: '2026-01-02T03:04:05.678Z' };

contactSite.expects(
  'a message of a visitor',
  {
    given: 'a visitor with an email address',
    request: { method: 'POST', path: '/contacts', body: { ...message, email: given('email', message.email) } },
    answer: { status: 202, body: { requestId: string('Ha1b2c3') } },
  },
  async ({ client }) => {
    expect((await client.createContact({ body: message })).body).toEqual({ requestId: 'Ha1b2c3' });
  },
);

contactSite.expects(
  'a message without an email address',
  {
    request: { method: 'POST', path: '/contacts', body: { ...message, email: 'nowhere' } },
    answer: problem('VALIDATION_FAILED', {
      errors: eachLike({ at: '/email', detail: string('Expected: an address') }),
    }),
    isOnEveryStage: true,
  },
  async ({ client }) => {
    await expect(client.createContact({ body: { ...message, email: 'nowhere' } })).rejects.toMatchObject({
      status: 422,
      problem: { errors: [{ at: '/email', detail: 'Expected: an address' }] },
    });
  },
);

contactDesk.expects(
  'a request for the first page of messages',
  {
    given: 'two messages of visitors',
    request: { method: 'GET', path: '/contacts', query: { limit: '1' } },
    answer: { status: 200, body: { items: eachLike(sent), nextCursor: string('more') } },
  },
  async ({ client }) => {
    expect((await client.listContacts({ query: { limit: '1' } })).body).toEqual({ items: [shown], nextCursor: 'more' });
  },
);

contactDesk.expects(
  'a request for the next page of messages',
  {
    given: 'two messages of visitors',
    request: { method: 'GET', path: '/contacts', query: { limit: '1', cursor: given('cursor', 'more') } },
    answer: { status: 200, body: { items: eachLike(sent) } },
  },
  async ({ client }) => {
    const { body } = await client.listContacts({ query: { limit: '1', cursor: 'more' } });
    expect(body.items).toEqual([shown]);
  },
);

contactDesk.expects(
  'a request for messages with a cursor of no list',
  {
    request: { method: 'GET', path: '/contacts', query: { cursor: 'no-cursor' } },
    answer: problem('INVALID_CURSOR'),
  },
  async ({ client }) => {
    await expect(client.listContacts({ query: { cursor: 'no-cursor' } })).rejects.toMatchObject({
      status: 400,
      problem: { code: 'INVALID_CURSOR' },
    });
  },
);

contactSite.expects(
  'a request for messages of nobody in particular',
  { request: { method: 'GET', path: '/contacts' }, answer: { status: 401 }, isOnEveryStage: true },
  async ({ client }) => {
    await expect(client.listContacts()).rejects.toMatchObject({ status: 401 });
  },
);
