import { beforeAll, describe, expect, test } from 'vitest';
import { contactsToken } from '../../contracts/smoke/signing.ts';
import { createPerson } from './people.ts';
import { outputs, problem, send } from './requests.ts';

const contact = { name: 'Ann', email: 'ann@contacts.example', message: 'Hello' };
let desk: { readonly Authorization: string };
beforeAll(async () => {
  desk = { Authorization: `Bearer ${await contactsToken(outputs)}` };
});

test('getHealth says ok', async () => {
  expect(await send('getHealth')).toMatchObject({ status: 200, body: { status: 'ok' } });
});

describe('createContact', () => {
  test('takes a message, and says what to quote', async () => {
    const answer = await send('createContact', { body: contact });
    expect(answer.status).toBe(202);
    const { items } = (await send('listContacts', { headers: desk, query: { limit: '100' } })).body;
    expect(items).toContainEqual({
      ...contact,
      contactId: expect.any(String),
      requestId: answer.body.requestId,
      createdAt: expect.any(String),
    });
  });

  test('refuses bad input', async () => {
    expect(await send('createContact', { body: '{' })).toMatchObject(problem('INVALID_JSON'));
    for (const change of [{ email: 'x' }, { message: '' }, { name: 'x'.repeat(101) }, { admin: true }]) {
      expect(await send('createContact', { body: { ...contact, ...change } })).toMatchObject(
        problem('VALIDATION_FAILED'),
      );
    }
  });
});

describe('listContacts', () => {
  test('pages through a month, newest first', async () => {
    for (const message of ['first', 'second']) await send('createContact', { body: { ...contact, message } });
    const month = new Date().toISOString().slice(0, 7);
    const first = await send('listContacts', { headers: desk, query: { limit: '1', month } });
    expect(first.body.items).toEqual([expect.objectContaining({ message: 'second' })]);
    const second = await send('listContacts', {
      headers: desk,
      query: { limit: '1', month, cursor: first.body.nextCursor },
    });
    expect(second.body.items).toEqual([expect.objectContaining({ message: 'first' })]);
    expect(await send('listContacts', { headers: desk, query: { month: '2020-01' } })).toMatchObject({
      status: 200,
      body: { items: [] },
    });
    expect(
      await send('listContacts', { headers: desk, query: { month: '2020-01', cursor: first.body.nextCursor } }),
    ).toMatchObject(problem('INVALID_CURSOR'));
  });

  test('refuses bad parameters, and every token but the contact desk’s', async () => {
    for (const query of [{ month: '2027-13' }, { month: '27' }, { limit: '0' }] as const) {
      expect(await send('listContacts', { headers: desk, query })).toMatchObject(problem('INVALID_PARAMETER'));
    }
    expect(await send('listContacts')).toMatchObject({ status: 401 });
    expect(await (await createPerson('ned')).send('listContacts')).toMatchObject({ status: 401 });
  });
});
