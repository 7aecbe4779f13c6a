import { defineApi, get, open, post } from './route-table.ts';

/** The HTTP API that anybody may call: monitoring and the contact form. */
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
});
