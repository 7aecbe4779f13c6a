import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Stage, startStage } from '../../src/stage.ts';
import { configured } from '../resources/configuring.ts';
import type { Signing } from '../services/iam/signing.ts';
import type { CaseWith } from './case-files.ts';
import { compare, type Observation } from './comparison.ts';
import type { CaseRequest, ExchangeRun, Expectation, Step } from './conformance-case.ts';
import { accessLogGroup, parseLogRow } from './documents/access-log.ts';
import { type Project, writeProject } from './project.ts';
import { type RawResponse, sendRaw } from './raw-client.ts';
import { rawRequest } from './request.ts';
import { seedPoolKeys, type TokenSigner } from './token-signer.ts';

/** A stage of the suite's own document, with what its cases' requests refer to. */
export interface ConformanceStage {
  readonly stage: Stage;
  /** What `{{name}}` in a request stands for. */
  readonly values: Map<string, string>;
  /** Credentials to sign with, by name. */
  readonly keys: Map<string, Signing['key']>;
  /** Signs tokens of the pool whose keys the suite holds. */
  readonly signer: TokenSigner | undefined;
  /** Origin of an API, or of the AWS endpoint for `aws`. */
  originOf(on: string): string;
  /** Sends one request. @param request what differs from GET without headers and body */
  send(on: string, request: Partial<CaseRequest>): Promise<RawResponse>;
  /** Sends a case's requests and compares the answers. */
  expectCase(found: CaseWith<ExchangeRun>): Promise<void>;
  /** Events that a function wrote to its log, oldest first. */
  eventsOf(functionName: string): readonly unknown[];
}

export interface ConformanceStageOptions {
  readonly document: object;
  /** Fills in what the cases refer to, once the stage runs. */
  readonly prepare?: (stage: ConformanceStage) => Promise<void>;
  /** Name of the user pool whose keys the suite holds too. */
  readonly pool?: string;
}

/** Starts a stage before the tests of a file and ends it after them. */
export function conformanceStage({ document, prepare, pool }: ConformanceStageOptions): () => ConformanceStage {
  let running: ConformanceStage | undefined;
  let project: Project | undefined;
  beforeAll(async () => {
    project = writeProject(document);
    const state = join(project.folder, 'state');
    const poolId = pool && configured(document, project.folder).outputs[`${pool}Id`];
    const signer = poolId === undefined ? undefined : await seedPoolKeys(state, String(poolId));
    const stage = await startStage({ document: project.document, port: 0, state });
    running = createConformanceStage(stage, signer);
    await prepare?.(running);
  });
  afterAll(async () => {
    await running?.stage.close();
    project?.remove();
  });
  return () => {
    if (!running) throw new Error('the stage does not run yet. Expected: use within a test');
    return running;
  };
}

function createConformanceStage(stage: Stage, signer: TokenSigner | undefined): ConformanceStage {
  const values = new Map<string, string>();
  const keys = new Map<string, Signing['key']>([['operator', stage.operatorCredentials]]);
  const originOf = (on: string) => {
    if (on === 'aws') return stage.awsEndpoint;
    const url = stage.urls.find(({ api }) => api === on)?.url;
    if (url === undefined) throw new Error(`the document has no API '${on}'`);
    return new URL(url).origin;
  };
  const eventsOf = (functionName: string) => loggedEvents(stage, `/aws/lambda/${functionName}`);

  const send = async (on: string, request: Partial<CaseRequest>) => {
    const origin = originOf(on);
    const whole = { ...emptyRequest, ...request };
    return sendRaw(origin, await rawRequest(whole, { values, keys, origin, clock: stage.clock }));
  };
  const perform = async (on: string, request: CaseRequest, expected: Expectation, loose: boolean) => {
    const authorizers = authorizerNames.map((name) => [name, eventsOf(name).length] as const);
    const response = await send(on, request);
    const observation: Observation = {
      response,
      event: () => JSON.parse(response.body.toString()),
      authorizerEvents: async () => authorizers.flatMap(([name, before]) => eventsOf(name).slice(before)),
      logRow: () => logRow(stage, on, response),
    };
    return compare(observation, expected, { loose });
  };

  return {
    stage,
    values,
    keys,
    signer,
    originOf,
    eventsOf,
    send,
    async expectCase({ request, expect: fact, confidence, run }) {
      const loose = confidence === 'third-party';
      const steps: readonly Step[] = [
        ...(run.before ?? []),
        { request: run.request ?? {}, expect: { ...fact, ...run.expect } },
      ];
      const found: string[] = [];
      for (const step of steps) {
        found.push(...(await perform(run.on, { ...request, ...step.request }, step.expect ?? {}, loose)));
      }
      expect(found).toEqual([]);
    },
  };
}

const emptyRequest: CaseRequest = { method: 'GET', path: '/', headers: {}, body: null };

/** The functions of the suite's documents that authorize, each under the name of its handler. */
const authorizerNames = ['policyAuthorizer', 'simpleAuthorizer'];

function loggedEvents(stage: Stage, logGroup: string): readonly unknown[] {
  const lines = stage.logGroups.read(logGroup, Number.MAX_SAFE_INTEGER) ?? [];
  return lines.flatMap(({ message }) => {
    const text = /event (\{.*\})/s.exec(message)?.[1];
    return text === undefined ? [] : [JSON.parse(text)];
  });
}

/** The row of the request whose id the answer carries; an answer without one has the newest row. */
function logRow(stage: Stage, api: string, { headers }: RawResponse): unknown {
  const id = headers.find(([name]) => /^(apigw-requestid|x-amzn-requestid)$/i.test(name))?.[1];
  const rows = (stage.logGroups.read(accessLogGroup(api)) ?? []).map(({ message }) => parseLogRow(message));
  return rows.findLast((row) => id === undefined || row['requestId'] === id);
}
