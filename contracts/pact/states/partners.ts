import { setTimeout } from 'node:timers/promises';
import { urlsOf } from '../../smoke/stage.ts';
import { placeholders } from '../placeholders.ts';
import { type State, type States, state } from '../provider.ts';
import { once } from './once.ts';
import { newTask } from './tasks.ts';
import type { Tenant } from './tenant.ts';

export function partnerStates(tenant: Tenant): States {
  const { user, partnerId } = tenant;
  const sharedProject = once(async () => {
    const { body } = await user.client.createProject({ body: { name: 'Moon base', partnerIds: [partnerId] } });
    return { projectId: body.projectId };
  });
  return {
    'a project that is shared with the partner': state(sharedProject),
    'a project with a task that is shared with the partner': state(async () => {
      const { projectId } = await sharedProject();
      await newTask(user.client, projectId);
      return { projectId };
    }),
    'a partner that has used up its plan': usedUpPlan(tenant),
  };
}

/** Requests at once: more than the smallest plan allows. */
const requestsAtOnce = 5;
const mostRounds = 50;
const pauseMs = 100;

/** Calls until the plan refuses, and goes on: a plan of one request a second would recover meanwhile. */
function usedUpPlan({ stage, credentials }: Tenant): State {
  const url = `${urlsOf(stage).taskApi}/partner/projects`;
  const headers = {
    Authorization: credentials.get(placeholders.partner) ?? '',
    'x-api-key': credentials.get(placeholders.busyPartnerKey) ?? '',
  };
  const isRefused = async () => {
    const calls = Array.from({ length: requestsAtOnce }, () => fetch(url, { headers }));
    return (await Promise.all(calls)).some(({ status }) => status === 429);
  };
  let stop = new AbortController();
  let calling: Promise<void> = Promise.resolve();
  return {
    async setUp() {
      for (let round = 1; !(await isRefused()); round += 1) {
        if (round === mostRounds)
          throw new Error(`${round * requestsAtOnce} requests were not refused. Expected: a 429`);
      }
      stop = new AbortController();
      calling = callUntil(stop.signal, isRefused);
      return {};
    },
    async tearDown() {
      stop.abort();
      await calling;
    },
  };
}

async function callUntil(signal: AbortSignal, call: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await call();
    await setTimeout(pauseMs);
  }
}
