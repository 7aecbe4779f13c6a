import { expect, test } from 'vitest';
import { advanceClock } from './control.ts';
import { expectGatewayError, origin } from './gateway-errors.ts';
import { createPerson } from './people.ts';

/** Longer than a token of the user pool lives. */
const lifetimeMs = 61 * 60 * 1000;

test("EXPIRED_TOKEN: a token of the user pool past its hour is the gateway's 401, which says how to authenticate", async () => {
  const person = await createPerson('owner');
  const ask = () => person.send('listProjects', { headers: { Origin: origin } });
  expect(await ask()).toMatchObject({ status: 200 });
  await advanceClock(lifetimeMs);
  const answer = await ask();
  expectGatewayError(answer, 401);
  expect(answer.body.message).toMatch(/expired/);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
});
