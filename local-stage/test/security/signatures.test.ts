import { describe, expect, it } from 'vitest';
import { sendRaw } from '../conformance/raw-client.ts';
import { forgeries, signed } from './forgeries.ts';
import { expectedRefusal, readRefusal } from './refusals.ts';
import { type SignedStage, signedStage, toRaw } from './signed-stage.ts';
import { type Target, targets } from './targets.ts';

const stage = signedStage();
const send = async (target: Target, request: Parameters<typeof toRaw>[0]) =>
  sendRaw(stage().originOf(target.on), toRaw(request));
const stateOf = async ({ effect }: Target, running: SignedStage) =>
  'stateOf' in effect ? effect.stateOf(running) : undefined;

it('every service of the endpoint is in the table', async () => {
  const [sqs] = Object.values(targets);
  if (!sqs) throw new Error('the table is empty');
  const signing = { service: 'no-such-service' };
  const request = await signed(sqs, stage(), { request: { headers: {} }, signing });
  const { message } = readRefusal(await send(sqs, request));
  const running = /Expected one of: (.*)$/.exec(message)?.[1]?.split(', ') ?? [];
  const tested = Object.values(targets).flatMap(({ on, signingName }) => (on === 'aws' ? [signingName] : []));
  expect(running.length).toBeGreaterThan(0);
  expect(tested.sort()).toEqual(running.sort());
});

describe.each(Object.entries(targets))('%s', (_name, target) => {
  it('does what its caller signed', async () => {
    const before = await stateOf(target, stage());
    const { status, body } = await send(target, await signed(target, stage()));
    expect(status).toBe(200);
    if ('reveals' in target.effect) expect(body.toString()).toContain(target.effect.reveals);
    else expect(await stateOf(target, stage())).not.toEqual(before);
  });

  it.each(Object.entries(forgeries))('refuses a request %s', async (_what, { refusal, make }) => {
    const before = await stateOf(target, stage());
    const answer = await send(target, await make(target, stage()));
    expect(readRefusal(answer)).toEqual(expectedRefusal(target, refusal));
    if ('reveals' in target.effect) expect(answer.body.toString()).not.toContain(target.effect.reveals);
    else expect(await stateOf(target, stage())).toEqual(before);
  });
});
