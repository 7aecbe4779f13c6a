import { integration, smoke } from '../check.ts';
import { type Operator, type Resource, removal } from '../mutation.ts';
import { editJson, textsOf } from '../stack-values.ts';

/** Work that goes on after the answer: queues, dead-letter queues, event source mappings. */

const checks = () => [
  smoke('lifetimes', /export/),
  smoke('queues'),
  smoke('exports'),
  integration('worker-tries.clock'),
];
const queueType = 'aws_sqs_queue';
const mappingType = 'aws_lambda_event_source_mapping';

const redrivePolicy: Operator = {
  name: 'redrive-policy',
  type: queueType,
  checks,
  changesOf: ({ arguments: args }) =>
    args['redrive_policy'] === undefined
      ? []
      : [
          {
            part: 'removed',
            description: 'messages that fail are tried until they expire',
            apply: ({ arguments: copy }) => delete copy['redrive_policy'],
          },
          {
            part: 'first-failure',
            description: 'one failure moves a message to the dead-letter queue',
            apply: ({ arguments: copy }) =>
              editJson(copy, 'redrive_policy', (policy) => {
                policy['maxReceiveCount'] = 1;
              }),
          },
        ],
};

const queueTime: Operator = {
  name: 'queue-time',
  type: queueType,
  checks,
  changesOf: ({ arguments: args }) =>
    Object.entries({ visibility_timeout_seconds: 1, message_retention_seconds: 60, delay_seconds: 0 })
      .filter(([name, shortest]) => Number(args[name] ?? 0) > shortest)
      .map(([name, shortest]) => ({
        part: name,
        description: `${name} is ${shortest}`,
        apply: ({ arguments: copy }) => {
          copy[name] = shortest;
        },
      })),
};

const redriveDenied: Operator = {
  name: 'redrive-denied',
  type: 'aws_sqs_queue_redrive_allow_policy',
  checks,
  changesOf: () => [
    {
      part: '',
      description: 'no queue may use the dead-letter queue',
      apply: ({ arguments: copy }) => {
        copy['redrive_allow_policy'] = JSON.stringify({ redrivePermission: 'denyAll' });
      },
    },
  ],
};

const redriveAllowRemoved = removal(
  'redrive-allow-removed',
  'aws_sqs_queue_redrive_allow_policy',
  checks,
  'any queue may use the dead-letter queue',
);

const mappingRemoved = removal('event-source-mapping-removed', mappingType, checks, 'nothing consumes the queue');

const batchItemFailures: Operator = {
  name: 'batch-item-failures',
  type: mappingType,
  checks,
  changesOf: ({ arguments: args }) =>
    textsOf(args['function_response_types']).map((responseType) => ({
      part: responseType,
      description: `the mapping does not read ${responseType}`,
      apply: ({ arguments: copy }: Resource) => delete copy['function_response_types'],
    })),
};

const mappingLimit: Operator = {
  name: 'event-source-mapping-limit',
  type: mappingType,
  checks,
  changesOf: ({ arguments: args }) =>
    args['scaling_config'] === undefined
      ? []
      : [
          {
            part: '',
            description: 'as many batches run at once as Lambda likes',
            apply: ({ arguments: copy }) => delete copy['scaling_config'],
          },
        ],
};

export const queueOperators: readonly Operator[] = [
  redrivePolicy,
  queueTime,
  redriveDenied,
  redriveAllowRemoved,
  mappingRemoved,
  batchItemFailures,
  mappingLimit,
];
