import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy/index.js';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function/index.js';
import { AssetType, TerraformAsset } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import { findBundle } from './bundle.ts';
import type { Grants } from './grants.ts';
import { kebabCase, resourceName } from './names.ts';
import { policyDocument, type Statement, trustPolicy } from './policy.ts';

export interface ServiceFunctionProps {
  readonly environment: Environment;
  /** camelCase: the operation id, or the name of a function that is no route's. */
  readonly name: string;
  readonly description: string;
  /** The service that the function's log and metrics name. */
  readonly service: string;
  /** Folder of the bundles. */
  readonly bundles: string;
  readonly grants: Grants;
  /** @default 10; below the 29 s after which API Gateway gives up ("Quotas for configuring and running a REST API") */
  readonly timeoutSeconds?: number;
}

/** A Lambda function with a role and a log group of its own. */
export class ServiceFunction extends Construct {
  /** `start-export`: the function's name without the environment. */
  readonly name: string;
  readonly lambda: LambdaFunction;
  readonly rolePolicy: IamRolePolicy;

  /** @throws {MissingBundleError} if the function's bundle was not built. */
  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.name = kebabCase(props.name);
    const name = resourceName(props.environment, this.name);
    const bundle = findBundle(props.name, props.bundles, this.name);
    const asset = new TerraformAsset(this, 'bundle', {
      path: bundle.path,
      type: AssetType.FILE,
      assetHash: bundle.sha256.toString('hex'),
    });
    const logGroup = new CloudwatchLogGroup(this, 'log-group', {
      name: `/aws/lambda/${name}`,
      retentionInDays: props.environment.logRetentionDays,
    });
    const role = new IamRole(this, 'role', { name, assumeRolePolicy: trustPolicy('lambda.amazonaws.com') });
    this.rolePolicy = new IamRolePolicy(this, 'policy', {
      name: 'function',
      role: role.id,
      policy: policyDocument([...ownStatements(logGroup.arn), ...props.grants.statements]),
    });
    this.lambda = new LambdaFunction(this, 'function', {
      functionName: name,
      description: props.description,
      role: role.arn,
      runtime: 'nodejs24.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      filename: asset.path,
      sourceCodeHash: bundle.sha256.toString('base64'),
      memorySize: 256,
      timeout: props.timeoutSeconds ?? 10,
      environment: { variables: { ...ownVariables(props), ...props.grants.variables } },
      tracingConfig: { mode: 'Active' },
      // Lambda makes a log group that it misses, one that keeps its events for ever.
      dependsOn: [logGroup, this.rolePolicy],
    });
  }
}

function ownVariables({ environment, service }: ServiceFunctionProps): Readonly<Record<string, string>> {
  return {
    ENVIRONMENT: environment.name,
    NODE_OPTIONS: '--enable-source-maps',
    POWERTOOLS_LOG_LEVEL: environment.logLevel,
    POWERTOOLS_SERVICE_NAME: service,
  };
}

function ownStatements(logGroupArn: string): readonly Statement[] {
  return [
    {
      sid: 'OwnLogGroup',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${logGroupArn}:*`],
    },
    {
      sid: 'Tracing',
      actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      // X-Ray has no resources to name for these ("Actions, resources, and condition keys for AWS X-Ray").
      resources: ['*'],
    },
  ];
}
