import type { FaultRule } from '../long-run/control.ts';
import { pick, type Random } from '../long-run/random.ts';

/** What goes wrong during a wave of exports. */
export interface Storm {
  readonly name: StormName;
  readonly rules: (random: Random) => readonly FaultRule[];
  /** Exports of large or poisoned projects that the wave has at least. */
  readonly wants?: { readonly kind: 'large' | 'poison'; readonly count: number };
  /** Part of the messages that are sent twice. */
  readonly copies?: number;
  /** Messages that are none of an export. */
  readonly garbage?: number;
}

export type StormName =
  | 'worker killed midway'
  | 'worker killed before its answer'
  | 'message delivered twice'
  | 'message sent twice by its sender'
  | 'S3 refuses a file'
  | 'S3 refuses a part'
  | 'queue refuses'
  | 'queue throttles'
  | 'queue and table refuse'
  | 'table throttles the worker'
  | 'table throttles callers'
  | 'table fails'
  | 'worker killed at every receive'
  | 'poison project'
  | 'poison message';

export const worker = 'gatehouse-dev-export-worker';
const startExport = 'gatehouse-dev-start-export';

type Fault = Omit<FaultRule, 'rate' | 'seed' | 'times'>;

/** The first calls, so that the fault is met for certain, and a part of the rest. */
const some = (random: Random, fault: Fault, rate: number, first = 1): readonly FaultRule[] => [
  { ...fault, times: first },
  { ...fault, rate, seed: Math.floor(random() * 2 ** 32) },
];

/** An error that no retry of the SDK mends. */
const refusal = (target: string, caller: string, code = 'AccessDeniedException'): Fault => ({
  ...{ target, caller },
  fault: { kind: 'error', code, status: 403 },
});

const fault = (target: string, caller: string, kind: 'throttle' | 'crash'): Fault => ({
  ...{ target, caller },
  fault: { kind },
});

export const storms: readonly Storm[] = [
  {
    name: 'worker killed midway',
    rules: (random) => {
      const afterMs = pick(random, [0, 2, 5, 10, 20]);
      return some(random, { target: `lambda:${worker}`, fault: { kind: 'crash', afterMs } }, 0.3);
    },
  },
  {
    name: 'worker killed before its answer',
    rules: (random) => some(random, { target: `lambda:${worker}`, fault: { kind: 'crash' } }, 0.3),
  },
  { name: 'message delivered twice', rules: () => [], copies: 0.5 },
  {
    name: 'message sent twice by its sender',
    rules: (random) => some(random, fault('sqs:SendMessage', startExport, 'crash'), 0.1),
  },
  {
    name: 'S3 refuses a file',
    rules: (random) => [
      ...some(random, refusal('s3:PutObject', worker, 'AccessDenied'), 0.3),
      ...some(random, fault('s3:PutObject', worker, 'throttle'), 0.05),
    ],
  },
  {
    name: 'S3 refuses a part',
    wants: { kind: 'large', count: 2 },
    rules: (random) => {
      const operations = ['CreateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'];
      const target = `s3:${pick(random, operations)}`;
      return some(random, refusal(target, worker, 'AccessDenied'), 0.3);
    },
  },
  {
    name: 'queue refuses',
    rules: (random) => some(random, refusal('sqs:SendMessage', startExport, 'OverLimit'), 0.3),
  },
  { name: 'queue throttles', rules: (random) => some(random, fault('sqs:SendMessage', startExport, 'throttle'), 0.1) },
  {
    name: 'queue and table refuse',
    rules: (random) => [
      ...some(random, refusal('sqs:SendMessage', startExport, 'OverLimit'), 0.2),
      refusal('dynamodb:DeleteItem', startExport),
    ],
  },
  {
    name: 'table throttles the worker',
    rules: (random) => some(random, fault('dynamodb:*', worker, 'throttle'), 0.02),
  },
  {
    name: 'table throttles callers',
    rules: (random) => some(random, fault('dynamodb:*', startExport, 'throttle'), 0.02),
  },
  {
    name: 'table fails',
    rules: (random) =>
      some(random, refusal(`dynamodb:${pick(random, ['GetItem', 'Query', 'UpdateItem'])}`, worker), 0.2),
  },
  { name: 'poison project', rules: () => [], wants: { kind: 'poison', count: 3 } },
  { name: 'poison message', rules: () => [], garbage: 2 },
];
