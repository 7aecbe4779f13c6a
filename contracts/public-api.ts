import { defineApi, get, iam, jwt, open, post, webhook } from './route-table.ts';

const ourOperators = {
  reason: 'operators of this project call it with the AWS CLI: both sides change in one commit',
  until: '2027-06-30',
} as const;

/** The HTTP API for everybody else: monitoring, the contact form and its desk, partners' events, operators. */
export const publicApi = defineApi('public-api', 'http', {
  getHealth: get('/health', {
    summary: 'Tell whether the stage answers',
    access: open({
      owner: 'platform',
      reason: 'monitors and load balancers have no credentials; the answer says nothing about data',
      reviewBy: '2027-06-30',
    }),
    answers: { 200: { schema: 'Health' } },
    errors: [],
    throttle: 'standard',
    idempotency: 'safe',
    touches: {},
  }),

  createContact: post('/contacts', {
    summary: 'Send a message through the contact form',
    access: open({
      owner: 'support',
      reason: 'visitors of the contact site have no account',
      reviewBy: '2027-06-30',
    }),
    body: 'ContactRequest',
    answers: { 202: { schema: 'ContactAccepted' } },
    errors: [],
    throttle: 'contact',
    idempotency: 'none',
    touches: { table: ['PutItem'] },
  }),
  listContacts: get('/contacts', {
    summary: 'List the messages of a month, newest first; of this month unless asked otherwise',
    access: jwt('contacts/read'),
    query: { limit: { schema: 'PageLimit' }, cursor: { schema: 'Cursor' }, month: { schema: 'Month' } },
    answers: { 200: { schema: 'ContactPage' } },
    errors: ['INVALID_CURSOR'],
    throttle: 'standard',
    idempotency: 'safe',
    touches: { table: ['Query'] },
  }),

  receiveWebhook: post('/webhooks/{partnerId}', {
    summary: 'Take an event of a partner; the same event id is kept once',
    access: webhook,
    path: { partnerId: 'PartnerId' },
    body: 'WebhookEvent',
    answers: { 202: { schema: 'WebhookAccepted' } },
    errors: ['INVALID_SIGNATURE', 'IDEMPOTENCY_MISMATCH'],
    throttle: 'webhook',
    idempotency: 'none',
    touches: { table: ['PutItem'] },
    uncontracted: {
      reason: 'partners write their senders by docs/webhooks.md; none has given us a contract yet',
      until: '2027-06-30',
    },
  }),

  getExportQueues: get('/operations/export-queues', {
    summary: 'Tell how many exports wait, run and have failed',
    access: iam,
    answers: { 200: { schema: 'ExportQueues' } },
    errors: [],
    throttle: 'operations',
    idempotency: 'safe',
    touches: { exportQueue: ['GetQueueAttributes'], exportDeadLetterQueue: ['GetQueueAttributes'] },
    uncontracted: ourOperators,
  }),
  startExportRedrive: post('/operations/export-redrives', {
    summary: 'Put failed exports and their messages back into the queue',
    access: iam,
    body: 'StartExportRedrive',
    answers: { 202: { schema: 'ExportRedrive' } },
    errors: ['REDRIVE_IN_PROGRESS'],
    throttle: 'operations',
    idempotency: 'none',
    touches: {
      table: ['UpdateItem'],
      tableIndex: ['Query'],
      exportQueue: ['SendMessage', 'GetQueueAttributes'],
      exportDeadLetterQueue: ['GetQueueAttributes', 'StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage'],
    },
    uncontracted: ourOperators,
  }),
});
