import { expect } from 'vitest';
import { publicApi } from '../../public-api.ts';
import { consumerOf } from '../consumer.ts';

consumerOf('contact-site', publicApi).expects(
  'a question whether the API answers',
  {
    request: { method: 'GET', path: '/health' },
    answer: { status: 200, body: { status: 'ok' } },
    isOnEveryStage: true,
  },
  async ({ client }) => {
    expect((await client.getHealth()).body).toEqual({ status: 'ok' });
  },
);
