import { describe, expect, it } from 'vitest';
import { environments } from '../environments.ts';
import { synthesize } from '../testing/synthesize.ts';

describe('the state', () => {
  it('is in a file beside cdktf.json, said from where Terraform runs', () => {
    expect(synthesize().terraform['backend']).toEqual({ local: { path: '../../../terraform.dev.tfstate' } });
  });

  it('is in the bucket of the environment, with a lock in the bucket itself', () => {
    const { terraform } = synthesize({ environment: { ...environments.dev, stateBucket: 'team-state' } });
    expect(terraform['backend']).toEqual({
      s3: {
        bucket: 'team-state',
        key: 'gatehouse/dev.tfstate',
        region: 'eu-west-1',
        encrypt: true,
        use_lockfile: true,
      },
    });
  });
});

describe('the provider', () => {
  it('works in the region and marks what it makes', () => {
    expect(synthesize().provider['aws']).toEqual([
      { region: 'eu-west-1', default_tags: [{ tags: { project: 'gatehouse', environment: 'dev' } }] },
    ]);
  });
});
