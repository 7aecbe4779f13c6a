import { ApiGatewayAccount } from '@cdktf/provider-aws/lib/api-gateway-account/index.js';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role/index.js';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment/index.js';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { trustPolicy } from './constructs/policy.ts';
import { configureTerraform } from './constructs/terraform-settings.ts';

export interface BootstrapStackProps {
  readonly region: string;
  /** Bucket of the Terraform state. @default a file beside `cdktf.json` */
  readonly stateBucket?: string;
}

/**
 * What an account has once in a region, and environments would overwrite for each other: the role
 * with which API Gateway writes logs. Deployed before the first environment.
 */
export class BootstrapStack extends TerraformStack {
  constructor(scope: Construct, id: string, { region, stateBucket }: BootstrapStackProps) {
    super(scope, id);
    configureTerraform(this, { name: id, region, stateBucket });
    const role = new IamRole(this, 'logging-role', {
      // Roles belong to the account, this one to the region's API Gateway.
      name: `gatehouse-api-gateway-logging-${region}`,
      assumeRolePolicy: trustPolicy('apigateway.amazonaws.com'),
    });
    const mayWriteLogs = new IamRolePolicyAttachment(this, 'logging-policy', {
      role: role.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs',
    });
    new ApiGatewayAccount(this, 'account', { cloudwatchRoleArn: role.arn, dependsOn: [mayWriteLogs] });
  }
}
