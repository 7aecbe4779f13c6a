import { expect, it } from 'vitest';
import { keyValues } from './guarded-document.ts';
import { guardedStage } from './guarded-stage.ts';

const stage = guardedStage();
const forbidden = [403, 'ForbiddenException', '{"message":"Forbidden"}'];

async function ask(headers: readonly (readonly [string, string])[], query = '') {
  const before = stage().invocations();
  const response = await stage().get(`rest /key${query}`, headers);
  const errorType = response.headers.find(([name]) => name.toLowerCase() === 'x-amzn-errortype')?.[1];
  return { answer: [response.status, errorType, response.body.toString()], invoked: stage().invocations() - before };
}

it('lets in a key of a plan of the stage', async () => {
  expect(await ask([['x-api-key', keyValues.valid]])).toMatchObject({ answer: [200, undefined, expect.any(String)] });
  expect(await ask([['X-API-Key', keyValues.valid]])).toMatchObject({ invoked: 1 });
});

it.each<[what: string, value: string]>([
  ['that nobody has', 'a-key-that-nobody-has-in-the-stack'],
  ['in other letters', keyValues.valid.toLowerCase()],
  ['in capitals', keyValues.valid.toUpperCase()],
  ['that is cut off', keyValues.valid.slice(0, -1)],
  ['that is longer', `${keyValues.valid}s`],
  ['in quotes', `"${keyValues.valid}"`],
  ['that is empty', ''],
  ['that is disabled', keyValues.disabled],
  ['of a plan of another stage', keyValues.otherStage],
  ['of no plan', keyValues.planless],
  ['named by a member of every object', 'constructor'],
  ['beside another', `${keyValues.valid}, other`],
])('refuses a key %s', async (_what, value) => {
  expect(await ask([['x-api-key', value]])).toEqual({ answer: forbidden, invoked: 0 });
});

it('refuses a request without a key, wherever else the key is', async () => {
  const bearer = ['Authorization', keyValues.valid] as const;
  expect(await ask([bearer], `?x-api-key=${keyValues.valid}`)).toEqual({ answer: forbidden, invoked: 0 });
});
