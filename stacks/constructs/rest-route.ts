import { ApiGatewayIntegration } from '@cdktf/provider-aws/lib/api-gateway-integration/index.js';
import { ApiGatewayMethod } from '@cdktf/provider-aws/lib/api-gateway-method/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import type { Operation } from '../../contracts/route-table.ts';
import { ApiFunction, type ApiFunctionProps } from './api-function.ts';
import { anyParameter, integrationTimeoutMs } from './integration.ts';
import type { RequestChecks } from './request-validation.ts';
import type { Authorization } from './rest-authorizers.ts';

export interface RestRouteProps {
  readonly operation: Operation;
  readonly restApi: { readonly id: string; readonly executionArn: string };
  readonly resourceId: string;
  readonly stageName: string;
  readonly authorization: Authorization;
  readonly checks: RequestChecks;
  readonly handler: Omit<ApiFunctionProps, 'operation'>;
}

/** One row: its function, its method, the integration between them and the permission to call. */
export class RestRoute extends Construct {
  readonly handler: ApiFunction;

  constructor(scope: Construct, id: string, props: RestRouteProps) {
    super(scope, id);
    const { operation, restApi } = props;
    this.handler = new ApiFunction(this, 'handler', { ...props.handler, operation });
    const { lambda } = this.handler;
    const at = { restApiId: restApi.id, resourceId: props.resourceId, httpMethod: operation.method };
    const method = new ApiGatewayMethod(this, 'method', {
      ...at,
      ...props.authorization,
      ...props.checks,
      operationName: operation.operationId,
    });
    new ApiGatewayIntegration(this, 'integration', {
      ...at,
      type: 'AWS_PROXY',
      // Lambda's Invoke is a POST, whatever the caller's method.
      integrationHttpMethod: 'POST',
      uri: lambda.invokeArn,
      timeoutMilliseconds: integrationTimeoutMs,
      dependsOn: [method],
    });
    new LambdaPermission(this, 'permission', {
      statementId: 'api-gateway',
      action: 'lambda:InvokeFunction',
      functionName: lambda.functionName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${restApi.executionArn}/${props.stageName}/${operation.method}${anyParameter(operation.path)}`,
    });
  }
}
