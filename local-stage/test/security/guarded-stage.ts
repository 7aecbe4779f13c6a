import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { type Stage, startStage } from '../../src/stage.ts';
import { type Project, writeProject } from '../conformance/project.ts';
import { type RawResponse, sendRaw } from '../conformance/raw-client.ts';
import { configured } from '../resources/configuring.ts';
import { guardedDocument } from './guarded-document.ts';
import { type PoolKeys, seedPoolKeys } from './pool-keys.ts';

/** A running stage with the keys of its user pool. */
export interface GuardedStage {
  readonly stage: Stage;
  readonly keys: PoolKeys;
  /** `https://cognito-idp.REGION.amazonaws.com/POOL` of the pool that the authorizers trust, and of another of the stage. */
  readonly issuer: string;
  readonly otherIssuer: string;
  readonly clientId: string;
  /** Asks a route: `rest /token`. */
  get(route: string, headers: readonly (readonly [string, string])[]): Promise<RawResponse>;
  /** How often the function behind the routes was invoked. */
  invocations(): number;
}

/** Starts the stage of {@link guardedDocument} before the tests of a file, on a clock that stands still, and ends it after them. */
export function guardedStage(): () => GuardedStage {
  let running: GuardedStage | undefined;
  let project: Project | undefined;
  beforeAll(async () => {
    project = writeProject(guardedDocument);
    const state = join(project.folder, 'state');
    const { outputs } = configured(guardedDocument, project.folder);
    const keys = await seedPoolKeys(state, String(outputs['usersId']));
    const clock = createClock(Date.UTC(2026, 0, 31, 12));
    running = guarded(await startStage({ document: project.document, port: 0, state, clock }), keys);
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

function guarded(stage: Stage, keys: PoolKeys): GuardedStage {
  const { outputs, region, urls, logGroups } = stage;
  const issuerOf = (poolId: unknown) => `https://cognito-idp.${region}.amazonaws.com/${poolId}`;
  return {
    stage,
    keys,
    issuer: issuerOf(outputs['usersId']),
    otherIssuer: issuerOf(outputs['othersId']),
    clientId: String(outputs['appClientId']),
    get(route, headers) {
      const [api = '', path = ''] = route.split(' ');
      const url = new URL(urls.find((candidate) => candidate.api === api)?.url ?? '');
      const target = `${url.pathname.replace(/\/$/, '')}${path}`;
      return sendRaw(url.origin, { method: 'GET', target, headers, body: undefined });
    },
    invocations: () =>
      (logGroups.read('/aws/lambda/guarded') ?? []).filter(({ message }) => message.startsWith('START')).length,
  };
}
