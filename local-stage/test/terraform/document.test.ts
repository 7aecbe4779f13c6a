import { describe, expect, it } from 'vitest';
import { parseDocument, readDocument } from '../../src/terraform/document.ts';
import { documentOf } from './evaluating.ts';

describe('a document', () => {
  it('gives blocks by address, without their meta-arguments', () => {
    const document = documentOf({
      resource: {
        aws_sqs_queue: {
          jobs: {
            '//': { metadata: {} },
            name: 'jobs',
            depends_on: ['${data.aws_region.here}'],
            lifecycle: { prevent_destroy: true },
            provider: 'aws',
          },
        },
      },
      data: { aws_region: { here: {} } },
      ephemeral: { aws_secretsmanager_random_password: { token: [{ password_length: 64 }] } },
    });
    expect([...document.blocks.keys()]).toEqual([
      'aws_sqs_queue.jobs',
      'data.aws_region.here',
      'ephemeral.aws_secretsmanager_random_password.token',
    ]);
    expect(document.blocks.get('aws_sqs_queue.jobs')).toMatchObject({
      body: { name: 'jobs' },
      dependsOn: ['data.aws_region.here'],
      provider: 'aws',
    });
  });

  it('takes the stack name from the metadata, else from the folder', () => {
    expect(documentOf({ '//': { metadata: { stackName: 'dev' } } }).stackName).toBe('dev');
    expect(documentOf({}).stackName).toBe('test');
  });

  it('reads providers and their aliases', () => {
    const { providers } = documentOf({
      provider: { aws: [{ region: 'eu-west-1' }, { alias: 'us', region: 'us-east-1' }] },
    });
    expect(providers.map(({ reference }) => reference)).toEqual(['aws', 'aws.us']);
  });

  it.each([
    ['{', 'cdk.tf.json is no JSON'],
    ['[]', 'cdk.tf.json: found a list. Expected: an object'],
    ['{"module": {}}', "the top-level block 'module', which the local stage does not know"],
    ['{"resource": {"aws_sqs_queue": "x"}}', 'resource.aws_sqs_queue: found a string. Expected: an object'],
    ['{"resource": {"aws_sqs_queue": {"jobs": 5}}}', 'aws_sqs_queue.jobs: found a number. Expected: an object'],
    ['{"resource": {"aws_sqs_queue": {"jobs": [{}, {}]}}}', 'aws_sqs_queue.jobs: 2 bodies. Expected: one object'],
    [
      '{"resource": {"aws_sqs_queue": {"jobs": {"count": 2}}}}',
      "aws_sqs_queue.jobs: the meta-argument 'count', which the local stage does not run",
    ],
    ['{"resource": {"aws_sqs_queue": {"jobs": {"for_each": []}}}}', "the meta-argument 'for_each'"],
    ['{"resource": {"aws_sqs_queue": {"jobs": {"provisioner": {}}}}}', "the meta-argument 'provisioner'"],
    [
      '{"resource": {"aws_sqs_queue": {"jobs": {"lifecycle": {"precondition": []}}}}}',
      'lifecycle.precondition, which the local stage does not evaluate',
    ],
    ['{"resource": {"aws_sqs_queue": {"jobs": {"depends_on": "x"}}}}', 'depends_on is a string. Expected: a list'],
    ['{"resource": {"aws_sqs_queue": {"jobs": {"depends_on": ["x"]}}}}', 'depends_on holds "x". Expected: an address'],
    ['{"resource": {"aws_sqs_queue": {"jobs": {"provider": 1}}}}', 'the provider is no string'],
    ['{"output": {"url": {}}}', "output.url: no argument 'value'"],
  ])('%s is refused: %s', (text, message) => {
    expect(() => parseDocument(text, 'stacks/test/cdk.tf.json')).toThrow(message);
  });

  it('says which file cannot be read', () => {
    expect(() => readDocument('/nowhere/cdk.tf.json')).toThrow('/nowhere/cdk.tf.json cannot be read (ENOENT)');
  });
});
