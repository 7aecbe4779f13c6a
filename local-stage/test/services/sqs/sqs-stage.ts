import { SQSClient } from '@aws-sdk/client-sqs';
import { afterEach } from 'vitest';
import { type Clock, createClock } from '../../../src/clock.ts';
import { listenEndpoint } from '../../../src/services/endpoint.ts';
import { createAuthorization } from '../../../src/services/iam/authorization-engine.ts';
import type { PolicyStatement, RoleConfiguration } from '../../../src/services/iam/configuration.ts';
import { createCredentials } from '../../../src/services/iam/credentials.ts';
import { createSignatureVerifier } from '../../../src/services/iam/signature.ts';
import type { QueueConfiguration } from '../../../src/services/sqs/configuration.ts';
import { createSqs, type Sqs } from '../../../src/services/sqs/sqs.ts';
import { openState, type State } from '../../../src/state.ts';

const accountId = '123456789012';
const region = 'eu-central-1';
export const arnOf = (name: string) => `arn:aws:sqs:${region}:${accountId}:${name}`;
export const urlOf = (name: string) => `http://127.0.0.1:4002/${accountId}/${name}`;

export function queue(name: string, overrides: Partial<QueueConfiguration> = {}): QueueConfiguration {
  return {
    address: `aws_sqs_queue.${name}`,
    name,
    arn: arnOf(name),
    url: urlOf(name),
    visibilityTimeoutSeconds: 30,
    messageRetentionSeconds: 345_600,
    delaySeconds: 0,
    receiveWaitTimeSeconds: 0,
    maximumMessageSizeBytes: 262_144,
    redrive: undefined,
    redriveAllow: undefined,
    ...overrides,
  };
}

/** A source queue and the queue that takes what it gives up on. */
export const exportQueues = (maxReceiveCount = 2): readonly QueueConfiguration[] => [
  queue('exports', { redrive: { deadLetterTargetArn: arnOf('exports-dlq'), maxReceiveCount } }),
  queue('exports-dlq'),
];

export interface SqsStage {
  readonly sqs: Sqs;
  /** Signs as the stage's operator. */
  readonly client: SQSClient;
  /** Signs as a session of a role that has the given statements and nothing else. */
  readonly roleClient: SQSClient;
  readonly origin: string;
  readonly clock: Clock;
  /** Alarms set so far: a long poll that waits has set one. */
  alarmCount(): number;
  readonly state: State;
}

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** SQS behind the stage's endpoint, with the real SDK's client; everything ends with the test. */
export async function startSqs(
  queues: readonly QueueConfiguration[],
  { state = openState(), statements = [] }: { state?: State; statements?: readonly PolicyStatement[] } = {},
): Promise<SqsStage> {
  // Signatures are compared with the stage's clock, so it stands still at the host's time.
  const { clock, alarmCount } = countingClock(Date.now());
  const role = testRole(statements);
  const credentials = createCredentials({ accountId, clock });
  const authorization = createAuthorization({ roles: [role], resourcePolicies: [], clock });
  const sqs = createSqs(queues, { clock, state, authorization, accountId, region });
  const endpoint = await listenEndpoint(0);
  endpoint.serve({
    services: [sqs],
    anonymous: () => undefined,
    signatureVerifier: createSignatureVerifier({ credentials, clock, region }),
    clock,
  });
  const clientWith = (key: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => {
    const client = new SQSClient({ endpoint: endpoint.origin, region, credentials: key, maxAttempts: 1 });
    cleanups.push(() => client.destroy());
    return client;
  };
  cleanups.push(
    () => endpoint.close(),
    () => sqs.close(),
  );
  return {
    ...{ sqs, clock, alarmCount, state, origin: endpoint.origin },
    client: clientWith(credentials.operator),
    roleClient: clientWith(credentials.issue(role, 'session')),
  };
}

const testRole = (statements: readonly PolicyStatement[]): RoleConfiguration => ({
  address: 'aws_iam_role.worker',
  name: 'worker',
  arn: `arn:aws:iam::${accountId}:role/worker`,
  uniqueId: 'AROALOCALSTAGEWORKER1',
  trustPolicy: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  },
  policies: [{ address: 'aws_iam_role_policy.worker', document: { Version: '2012-10-17', Statement: statements } }],
});

/** A clock that stands still and counts what is scheduled with it. */
function countingClock(at: number): { readonly clock: Clock; alarmCount(): number } {
  const clock = createClock(at);
  let alarms = 0;
  return {
    alarmCount: () => alarms,
    clock: {
      ...clock,
      after(delayMs, callback) {
        alarms += 1;
        return clock.after(delayMs, callback);
      },
    },
  };
}
