import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy/index.js';
import type { Construct } from 'constructs';
import type { Operation } from '../../contracts/route-table.ts';
import type { Environment } from '../environment.ts';
import { anyParameter } from './integration.ts';
import { resourceName } from './names.ts';
import { policyDocument } from './policy.ts';

/**
 * The policy to attach to the people and jobs that run the stage: it allows the rows that ask for
 * an AWS principal, and nothing else.
 *
 * @param executionArn of the API.
 */
export function makeOperatorsPolicy(
  scope: Construct,
  environment: Environment,
  executionArn: string,
  operations: readonly Operation[],
): IamPolicy {
  const policy = new IamPolicy(scope, 'operators', {
    name: resourceName(environment, 'operators'),
    description: `Call the operations of ${environment.name}`,
    policy: policyDocument([
      {
        sid: 'Operations',
        actions: ['execute-api:Invoke'],
        resources: operations.map(({ method, path }) => `${executionArn}/*/${method}${anyParameter(path)}`),
      },
    ]),
  });
  policy.overrideLogicalId('operators-policy');
  return policy;
}
