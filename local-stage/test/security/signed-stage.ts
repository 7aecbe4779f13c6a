import { afterAll, beforeAll } from 'vitest';
import { createClock } from '../../src/clock.ts';
import type { SignedRequest } from '../../src/services/iam/signature-verifier.ts';
import { type Stage, startStage } from '../../src/stage.ts';
import { type Project, writeProject } from '../conformance/project.ts';
import { type RawRequest, type RawResponse, sendRaw } from '../conformance/raw-client.ts';
import { type Signing, sign, type Unsigned } from '../services/iam/signing.ts';
import { signedDocument } from './signed-document.ts';

export type Key = Signing['key'];

/** A running stage and the keys of two of its roles, each of which may do everything. */
export interface SignedStage {
  readonly stage: Stage;
  readonly caller: Required<Key>;
  readonly other: Required<Key>;
  originOf(on: string): string;
}

/** Starts the stage of {@link signedDocument} before the tests of a file, on a clock that stands still, and ends it after them. */
export function signedStage(): () => SignedStage {
  let running: SignedStage | undefined;
  let project: Project | undefined;
  beforeAll(async () => {
    project = writeProject(signedDocument);
    const clock = createClock(Date.UTC(2026, 0, 31, 12));
    const stage = await startStage({ document: project.document, port: 0, clock });
    const originOf = (on: string) => originOn(stage, on);
    const [caller, other] = await Promise.all([keyOf(originOf('http'), '/caller'), keyOf(originOf('http'), '/other')]);
    running = { stage, caller, other, originOf };
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

/** @param on name of an API, or `aws` for the AWS endpoint. */
function originOn(stage: Stage, on: string): string {
  const url = on === 'aws' ? stage.awsEndpoint : stage.urls.find(({ api }) => api === on)?.url;
  if (url === undefined) throw new Error(`the document has no API '${on}'`);
  return new URL(url).origin;
}

/** The key of a function's role, from the function that shows its environment. */
async function keyOf(origin: string, path: string): Promise<Required<Key>> {
  const answer = await fetch(`${origin}${path}`);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}. Expected: the function's environment`);
  const environment = (await answer.json()) as Record<string, string>;
  return {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: environment['AWS_SESSION_TOKEN'] ?? '',
  };
}

/** A signed request as it goes over the wire. */
export const toRaw = ({ method, path, rawQuery, headers, body }: SignedRequest): RawRequest => ({
  method,
  target: rawQuery === '' ? path : `${path}?${rawQuery}`,
  headers: Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  body,
});

/** Asks a service of the stage as its operator, who may do everything. */
export async function askAsOperator({ stage }: SignedStage, service: string, request: Unsigned): Promise<RawResponse> {
  const { awsEndpoint, region, clock, operatorCredentials } = stage;
  const headers = { ...request.headers, host: new URL(awsEndpoint).host };
  const signing = { key: operatorCredentials, service, region, signedAt: clock.now() };
  return sendRaw(awsEndpoint, toRaw(await sign({ ...request, headers }, signing)));
}
