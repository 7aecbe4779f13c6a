import { integration, smoke } from '../check.ts';
import { type Operator, type Resource, removal } from '../mutation.ts';
import { blocksOf } from '../stack-values.ts';
import { ofBucket } from './cors.ts';

/** The table and the buckets. */

const tableType = 'aws_dynamodb_table';

const timeToLive: Operator = {
  name: 'time-to-live',
  type: tableType,
  checks: () => [smoke('lifetimes', /items of the table/)],
  needsNewStage: true,
  changesOf: ({ arguments: args }) =>
    args['ttl'] === undefined
      ? []
      : [
          { part: 'removed', description: 'nothing expires', apply: ({ arguments: copy }) => delete copy['ttl'] },
          {
            part: 'renamed',
            description: 'another attribute tells when items expire',
            apply: (copy) => eachBlock(copy, 'ttl', (ttl) => (ttl['attribute_name'] = 'narrowed')),
          },
        ],
};

const index: Operator = {
  name: 'index',
  type: tableType,
  checks: () => [integration('background.clock', /^the (export|storage) sweeper/)],
  needsNewStage: true,
  changesOf: ({ arguments: args }) =>
    blocksOf(args['global_secondary_index']).flatMap(({ name, projection_type: projection }) => [
      ...(projection === 'KEYS_ONLY'
        ? []
        : [
            {
              part: `${name}/keys-only`,
              description: `the index ${name} has nothing but keys`,
              apply: (copy: Resource) =>
                eachBlock(copy, 'global_secondary_index', (block) => {
                  if (block['name'] === name) block['projection_type'] = 'KEYS_ONLY';
                }),
            },
          ]),
    ]),
};

const bucketPolicyRemoved = removal(
  'bucket-policy-removed',
  'aws_s3_bucket_policy',
  ofBucket,
  'the bucket has no policy',
);

const bucketCorsRemoved = removal(
  'bucket-cors-removed',
  'aws_s3_bucket_cors_configuration',
  ofBucket,
  'no page may use the bucket',
);

export const storageOperators: readonly Operator[] = [timeToLive, index, bucketPolicyRemoved, bucketCorsRemoved];

function eachBlock({ arguments: args }: Resource, name: string, edit: (block: Record<string, unknown>) => void): void {
  for (const block of blocksOf(args[name])) edit(block);
}
