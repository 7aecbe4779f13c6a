import { describe, expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { operationOf } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import { refuseLasting } from './lasting-effects.ts';

const production = { servesCustomers: true, environment: 'prod' };
const createContact = operationOf(publicApi, 'createContact');
const message = { name: 'Ann', email: 'ann@example.com', message: 'Hello' };

describe('on a stage that serves customers', () => {
  test.each([message, JSON.stringify(message)])('a message that people would read is held back', (body) => {
    expect(() => refuseLasting(production, createContact, body)).toThrow(
      'createContact was not sent: it would disturb the customers of prod',
    );
  });

  test('what the stage refuses for its body is sent', () => {
    for (const body of [{ smoke: true }, 'no JSON', undefined]) refuseLasting(production, createContact, body);
  });

  test("what is the caller's own is sent", () => {
    refuseLasting(production, operationOf(taskApi, 'createProject'), { name: 'Moon base' });
  });
});

test('elsewhere everything is sent', () => {
  refuseLasting({ servesCustomers: false, environment: 'dev' }, createContact, message);
});
