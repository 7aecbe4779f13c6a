import { stackDocument } from '../documents/document.ts';
import { functionsDocument } from '../documents/functions.ts';
import { queueDocument } from '../documents/queues.ts';

/** Functions that fail, answer and end in the ways of the cases; invoked directly. */
export const lambdaDocument = stackDocument(
  'conformance-lambda',
  functionsDocument({
    environment: { handler: 'environment' },
    exit: { handler: 'exit' },
    fail: { handler: 'fail' },
    failAtImport: { handler: 'failAtImport' },
    nothing: { handler: 'nothing' },
    largest: { handler: 'large', environment: { BARE: 'yes', BYTES: String(6 * 1024 * 1024) } },
    tooLarge: { handler: 'large', environment: { BARE: 'yes', BYTES: '7000000' } },
    blocked: { handler: 'nothing', reservedConcurrency: 0 },
    reuse: { handler: 'reuse', timeoutSeconds: 1 },
  }),
);

/** What the worker of a case's queue answers; the queue has the case's name in camel case. */
const batchAnswers: Readonly<Record<string, unknown>> = {
  'sqs-partial-bad-key': { batchItemFailures: [{ badKey: 'id' }] },
  'sqs-partial-empty-identifier': { batchItemFailures: [{ itemIdentifier: '' }] },
  'sqs-partial-empty-response': {},
  'sqs-partial-invalid': { batchItemFailures: [{ foo: 'notvalid' }] },
  'sqs-partial-not-configured': { batchItemFailures: [{ itemIdentifier: 'id' }] },
  'sqs-partial-null-identifier': { batchItemFailures: [{ itemIdentifier: null }] },
  'sqs-partial-null-list': { batchItemFailures: null },
  'sqs-partial-null-response': null,
};

export const queueOf = (id: string): string => id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const partial = Object.entries(batchAnswers).map(([id, answer]) =>
  queueDocument(queueOf(id), {
    worker: { handler: 'worker', environment: { ANSWER: JSON.stringify(answer) } },
    mapping: id === 'sqs-partial-not-configured' ? {} : { function_response_types: ['ReportBatchItemFailures'] },
    maxReceiveCount: 1,
  }),
);

const works = { handler: 'worker' } as const;
const throws = { handler: 'worker', environment: { ANSWER: 'throw' } } as const;

/** Queues with their workers. */
export const sqsDocument = stackDocument(
  'conformance-sqs',
  ...partial,
  queueDocument('standard', { worker: works, mapping: { batch_size: 1 } }),
  queueDocument('disabled', { worker: works, mapping: { enabled: false } }),
  queueDocument('retried', { worker: throws }),
  queueDocument('givenUp', { worker: throws, maxReceiveCount: 1 }),
  queueDocument('windowed', {
    worker: throws,
    queue: { visibility_timeout_seconds: 4 },
    mapping: { maximum_batching_window_in_seconds: 5 },
  }),
  queueDocument('heavy', {
    worker: { handler: 'measure' },
    queue: { max_message_size: 1_048_576 },
    mapping: { maximum_batching_window_in_seconds: 5 },
  }),
);
