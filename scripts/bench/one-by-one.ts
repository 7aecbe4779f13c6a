import { Agent, get } from 'node:http';
import { percentile } from '../long-run/statistics.ts';

/**
 * Asks again and again on one connection, each time when the last answer is there. Finer than the load
 * generator, which counts in whole milliseconds.
 *
 * @returns the median, in milliseconds.
 * @throws {Error} if an answer is not 200.
 */
export async function medianOneByOne(url: string, amount: { readonly seconds: number }): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const durations: number[] = [];
  const endsAt = performance.now() + amount.seconds * 1000;
  try {
    while (performance.now() < endsAt) {
      const startedAt = performance.now();
      const status = await statusOf(url, agent);
      if (status !== 200) throw new Error(`${url} was answered ${status}. Expected: 200`);
      durations.push(performance.now() - startedAt);
    }
  } finally {
    agent.destroy();
  }
  return percentile(durations, 0.5);
}

const statusOf = (url: string, agent: Agent): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    }).once('error', reject);
  });
