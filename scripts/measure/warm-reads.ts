import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { createClient } from '../../contracts/client.ts';
import { pollExport } from '../../contracts/polling.ts';
import { publicApi } from '../../contracts/public-api.ts';
import { operationsOf } from '../../contracts/route-table.ts';
import { createTestUser } from '../../contracts/smoke/credentials.ts';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { useAwsEnvironment } from '../aws-environment.ts';
import { kebabCase } from '../kebab-case.ts';
import { type RunningStage, startLocalStage } from '../local-stage.ts';
import { urlsOf } from '../long-run/traffic.ts';
import { readOutputs } from '../stage-files.ts';

/** How long warm functions took on the local stage, by the `REPORT` lines of their logs. */
export interface WarmReads {
  readonly reads: readonly { readonly operationId: string; readonly durationsMs: readonly number[] }[];
  /** A handler that calls nothing, between the others: what an invocation itself takes here, now. */
  readonly baseline: readonly number[];
}

/** Its throttles are out of the way. */
const environment = 'prod';

/** What the median of a single-item read keeps to on an idle machine, in milliseconds. */
export const warmReadLimitMs = 5;

/** Requests that come first and count for nothing: until then V8 has yet to compile what is hot. */
const warmUps = 50;

/** The rows that read one thing by its id. */
const singleItemReads = operationsOf(taskApi).filter(({ method, path }) => method === 'GET' && path.endsWith('}'));

/** @param rounds how often each is read. */
export async function measureWarmReads(rounds: number): Promise<WarmReads> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-reads-'));
  const outputsFile = join(folder, 'outputs.json');
  let stage: RunningStage | undefined;
  try {
    stage = await startLocalStage({ environment, port: 0, outputsFile, onLine: () => undefined });
    useAwsEnvironment(join(folder, 'aws.env'));
    await read(readOutputs(outputsFile, environment), warmUps + rounds);
    return {
      reads: await Promise.all(
        singleItemReads.map(async ({ operationId }) => ({ operationId, durationsMs: await reported(operationId) })),
      ),
      baseline: await reported('getHealth'),
    };
  } finally {
    await stage?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One request at a time, each kind in its turn. */
async function read(outputs: StageOutputs, rounds: number): Promise<void> {
  const { idToken } = await createTestUser(outputs, 'warm-reads');
  const urls = urlsOf(outputs);
  const headers = { Authorization: idToken };
  const paths = await pathsOfItems(urls.taskApi, headers);
  for (let round = 0; round < rounds; round += 1) {
    for (const path of paths) await get(`${urls.taskApi}${path}`, headers);
    await get(`${urls.publicApi}${publicApi.rows.getHealth.route}`);
  }
}

/** Makes one of everything that is read by its id, and gives the paths. */
async function pathsOfItems(baseUrl: string, headers: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const client = createClient(taskApi, { baseUrl, headers: () => headers });
  const { projectId } = (await client.createProject({ body: { name: 'Read often' } })).body;
  const path = { projectId };
  const { taskId } = (await client.createTask({ path, body: { title: 'Read often', description: 'x'.repeat(500) } }))
    .body;
  const { exportId } = (await client.startExport({ path, body: { format: 'csv' } })).body;
  await pollExport(client, exportId);
  const ids: Readonly<Record<string, string>> = { projectId, taskId, exportId };
  return singleItemReads.map(({ path: route }) =>
    route.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
      const id = ids[name];
      if (id === undefined) throw new Error(`there is nothing to read at ${route}. Expected: this file makes one`);
      return id;
    }),
  );
}

async function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
  const response = await fetch(url, { headers });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`GET ${url} answered ${response.status}. Expected: 200`);
}

async function reported(operationId: string): Promise<readonly number[]> {
  const logGroupName = `/aws/lambda/gatehouse-${environment}-${kebabCase(operationId)}`;
  const durations: number[] = [];
  const query = { logGroupName, filterPattern: '"REPORT RequestId"' };
  for await (const { events = [] } of paginateFilterLogEvents({ client: new CloudWatchLogsClient({}) }, query)) {
    for (const { message = '' } of events) durations.push(Number(/\tDuration: ([\d.]+) ms/.exec(message)?.[1]));
  }
  const warm = durations.slice(warmUps);
  if (warm.length === 0 || warm.some(Number.isNaN)) {
    throw new Error(
      `${logGroupName} has ${durations.length} REPORT lines with a duration. Expected: ${warmUps} and more`,
    );
  }
  return warm;
}
