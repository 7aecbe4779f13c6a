import type { Response } from 'supertest';
import { beforeAll, describe, expect, test } from 'vitest';
import { publicApi } from '../../contracts/public-api.ts';
import { type ApiTable, type Operation, operationsOf } from '../../contracts/route-table.ts';
import { type Callers, createCallers } from '../../contracts/smoke/callers.ts';
import { type SmokeRequest, send, sendOnce } from '../../contracts/smoke/requests.ts';
import { exampleOf } from '../../contracts/smoke/schema-violations.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { advanceClock, type FaultRule, stageTime, untilMet, withFaults } from './control.ts';
import { createPartner } from './people.ts';
import { environment } from './requests.ts';
import { sendAsWebhook } from './signed-requests.ts';

/**
 * Routes answer, however slow what they wait for is, within what the stack promises: a function has 10
 * seconds, and the gateway waits 29 for it. Some wait at once, so that the clock moves a few times only; not all, as
 * the first would run out of time until the last has got so far.
 */

const operations = [taskApi, publicApi].flatMap((api: ApiTable) =>
  operationsOf(api).map((operation) => ({ api, operation, operationId: operation.operationId })),
);

/** Milliseconds of the host for all functions to start. */
const startMs = 60_000;
const atOnce = 6;

let callers: Callers;
beforeAll(async () => {
  // Suites before this one may have moved the stage's clock.
  callers = await createCallers({ time: stageTime });
});

/** Functions start before, so that none of the time that is measured is theirs. */
const startFunctions = () => Promise.all(operations.map(({ api, operation }) => ask(api, operation, send)));

/** A request that nothing is wrong with, but for ids that belong to nobody. */
async function ask(api: ApiTable, operation: Operation, sendIt: typeof send): Promise<Response> {
  const body: SmokeRequest = operation.body === undefined ? {} : { body: exampleOf(operation.body) as object };
  const ifMatch = operation.ifMatch ? { 'If-Match': '*' } : {};
  const headers = { ...(await callers.admitted(api, operation, body)), ...ifMatch };
  return sendIt(api, operation, { ...body, headers });
}

type Answers = Readonly<Record<string, number>>;

/** Asks for each operation whose rule is given, and lets the time of the delays go by while they wait. */
async function askSlowly(rules: Readonly<Record<string, FaultRule>>, ms: number): Promise<Answers> {
  const asked = operations.filter(({ operationId }) => operationId in rules);
  const answers: Record<string, number> = {};
  for (let from = 0; from < asked.length; from += atOnce) {
    Object.assign(answers, await askAtOnce(asked.slice(from, from + atOnce), rules, ms));
  }
  return answers;
}

function askAtOnce(asked: typeof operations, rules: Readonly<Record<string, FaultRule>>, ms: number): Promise<Answers> {
  const theirs = asked.flatMap(({ operationId }) => rules[operationId] ?? []);
  return withFaults(theirs, async () => {
    const answers = asked.map(async ({ api, operation }) => {
      // Each waits for the others to have met their faults.
      const { status } = await ask(api, operation, sendOnce);
      return [operation.operationId, status] as const;
    });
    await untilMet(theirs);
    await advanceClock(ms);
    return Object.fromEntries(await Promise.all(answers));
  });
}

const functionOf = (operationId: string) =>
  `gatehouse-${environment}-${operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const delay = (ms: number) => ({ fault: { kind: 'delay', ms }, times: 1 }) as const;

describe('a function that waits 6 s for another service answers', () => {
  const waitMs = 6_000;
  let answers: Answers;

  /** The service that a function calls first; it signs no call to its user pool's client. */
  function ruleOf({ operationId, touches }: Operation): readonly (readonly [string, FaultRule])[] {
    const caller = functionOf(operationId);
    const [action] = touches.userPoolClient ?? [];
    if (touches.table) return [[operationId, { target: 'dynamodb:*', caller, ...delay(waitMs) }]];
    if (touches.exportQueue) return [[operationId, { target: 'sqs:*', caller, ...delay(waitMs) }]];
    return action ? [[operationId, { target: `cognito-idp:${action}`, ...delay(waitMs) }]] : [];
  }

  beforeAll(async () => {
    await startFunctions();
    answers = await askSlowly(Object.fromEntries(operations.flatMap(({ operation }) => ruleOf(operation))), waitMs);
  }, startMs);

  test.each(operations.filter(({ operation }) => ruleOf(operation).length > 0))('$operationId', ({ operationId }) => {
    expect(answers[operationId]).toBeLessThan(500);
  });
});

describe('the gateway waits 20 s for a function', () => {
  const waitMs = 20_000;
  let answers: Answers;
  beforeAll(async () => {
    await startFunctions();
    const rules = operations.map(({ operationId }) => [
      operationId,
      { target: `lambda:${functionOf(operationId)}`, ...delay(waitMs) },
    ]);
    answers = await askSlowly(Object.fromEntries(rules), waitMs);
  }, startMs);

  test.each(operations)('$operationId', ({ operationId }) => {
    expect(answers[operationId]).toBeLessThan(500);
  });
});

describe('an authorizer that waits 6 s for its secret lets in whom it should', () => {
  const waitMs = 6_000;
  /** Longer than an execution environment, and the secret that it read, is kept without work. */
  const idleMs = 11 * 60_000;

  test.each([
    { name: 'partner-authorizer', ask: async () => (await createPartner()).send('listPartnerProjects') },
    {
      name: 'webhook-authorizer',
      ask: async () => sendAsWebhook('partner', exampleOf('WebhookEvent'), await stageTime()),
    },
  ])('$name', async ({ name, ask: askIt }) => {
    await advanceClock(idleMs);
    const caller = `gatehouse-${environment}-${name}`;
    const slow: FaultRule = { target: 'secretsmanager:GetSecretValue', caller, ...delay(waitMs) };
    await withFaults([slow], async () => {
      const asked = askIt();
      await untilMet([slow]);
      await advanceClock(waitMs);
      expect((await asked).status).toBeLessThan(300);
    });
  });
});
