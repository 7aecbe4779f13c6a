import { ApiGatewayDeployment } from '@cdktf/provider-aws/lib/api-gateway-deployment/index.js';
import { ApiGatewayMethodSettings } from '@cdktf/provider-aws/lib/api-gateway-method-settings/index.js';
import { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage/index.js';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { Operation } from '../../contracts/route-table.ts';
import type { Environment, ThrottleLimits } from '../environment.ts';
import { accessLogGroup, restAccessLogFormat } from './access-log.ts';

export interface RestStageProps {
  readonly environment: Environment;
  readonly restApiId: string;
  /** Name of the API in its route table. */
  readonly api: string;
  readonly operations: readonly Operation[];
  /** What the deployment waits for. */
  readonly deployed: readonly ITerraformDependable[];
  /** Changes when the API does. */
  readonly deploymentHash: string;
}

/** The deployment of a REST API as the stage that has the environment's name. */
export class RestStage extends Construct {
  readonly stage: ApiGatewayStage;

  constructor(scope: Construct, id: string, props: RestStageProps) {
    super(scope, id);
    const { environment, restApiId } = props;
    const deployment = new ApiGatewayDeployment(this, 'deployment', {
      restApiId,
      triggers: { api: props.deploymentHash },
      // The stage has to point to the next deployment before the last one can go.
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...props.deployed],
    });
    const executionLog = new CloudwatchLogGroup(this, 'execution-log', {
      // API Gateway chooses this name, and would make the group itself, without a retention.
      name: `API-Gateway-Execution-Logs_${restApiId}/${environment.name}`,
      retentionInDays: environment.logRetentionDays,
    });
    this.stage = new ApiGatewayStage(this, 'stage', {
      restApiId,
      deploymentId: deployment.id,
      stageName: environment.name,
      accessLogSettings: {
        destinationArn: accessLogGroup(this, environment, props.api).arn,
        format: restAccessLogFormat,
      },
      xrayTracingEnabled: true,
      dependsOn: [executionLog],
    });
    this.stage.overrideLogicalId(`${props.api}-stage`);
    this.setMethods(environment, props.operations);
  }

  /** A method's own settings replace the stage's, so each says all of them. */
  private setMethods(environment: Environment, operations: readonly Operation[]): void {
    const settings = (id: string, methodPath: string, limits: ThrottleLimits) =>
      new ApiGatewayMethodSettings(this, id, {
        restApiId: this.stage.restApiId,
        stageName: this.stage.stageName,
        methodPath,
        settings: {
          metricsEnabled: true,
          loggingLevel: environment.executionLogLevel,
          dataTraceEnabled: environment.dataTrace,
          throttlingRateLimit: limits.ratePerSecond,
          throttlingBurstLimit: limits.burst,
        },
      });
    settings('every-method', '*/*', environment.throttles.standard);
    for (const { operationId, path, method, throttle } of operations) {
      settings(operationId, `${path.replaceAll('/', '~1')}/${method}`, environment.throttles[throttle]);
    }
  }
}
