import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { strToU8, zipSync } from 'fflate';
import { type Stage, type StageOptions, startStage } from '../../src/stage.ts';
import { callingFunction } from './calling-function.ts';
import { controlDocument } from './control-document.ts';

const workerSource = `
export const handler = async (event) => {
  for (const record of event.Records) console.log('processed ' + record.body);
};`;

/** What a function of the stage is to do: `send`, `presign`, `sleep`, `time`, `environment`. */
export type Step = readonly [step: string, argument?: unknown];

/** A small stage of the control document, with a control API. */
export interface ControlStage extends Stage {
  readonly controlUrl: string;
  /** Signs as the operator, and does not try again. */
  readonly sqs: SQSClient;
  readonly s3: S3Client;
  /** Lets the function `caller` do some steps. */
  run(...steps: readonly Step[]): Promise<Response>;
  /** The same, with what came of each step. @throws where the API answers another status than 200 */
  results(...steps: readonly Step[]): Promise<unknown[]>;
  /** Bodies of the messages that are in the inbox, which are then taken. */
  inbox(): Promise<string[]>;
  /** Takes away every fault and message. */
  reset(): Promise<void>;
}

export async function startControlStage(options: Partial<StageOptions> = {}): Promise<ControlStage> {
  const folder = mkdtempSync(join(tmpdir(), 'control-stage-'));
  writeFileSync(join(folder, 'caller.zip'), zipSync({ 'index.mjs': strToU8(callingFunction()) }));
  writeFileSync(join(folder, 'worker.zip'), zipSync({ 'index.mjs': strToU8(workerSource) }));
  const document = join(folder, 'cdk.tf.json');
  writeFileSync(document, JSON.stringify(controlDocument()));
  const stage = await startStage({ document, port: 0, controlPort: 0, ...options });
  const client = clientConfiguration(stage);
  const sqs = new SQSClient(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const run = (...steps: readonly Step[]) =>
    fetch(new URL('/steps', String(stage.outputs['url'])), { method: 'POST', body: JSON.stringify(steps) });
  const inbox = async () => {
    const QueueUrl = String(stage.outputs['inboxUrl']);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages.map(({ Body = '' }) => Body);
  };
  return {
    ...stage,
    controlUrl: stage.controlUrl ?? '',
    ...{ sqs, s3, run, inbox },
    async results(...steps) {
      const response = await run(...steps);
      if (response.status !== 200) throw new Error(`POST /steps answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as unknown[];
    },
    async reset() {
      stage.faults.clear();
      await inbox();
    },
    async close() {
      sqs.destroy();
      s3.destroy();
      await stage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What an SDK client needs to call the stage as its operator. */
export const clientConfiguration = ({ awsEndpoint, region, operatorCredentials }: Stage) => ({
  endpoint: awsEndpoint,
  region,
  credentials: operatorCredentials,
  maxAttempts: 1,
});
