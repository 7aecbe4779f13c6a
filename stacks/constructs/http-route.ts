import type { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api/index.js';
import { Apigatewayv2Integration } from '@cdktf/provider-aws/lib/apigatewayv2-integration/index.js';
import { Apigatewayv2Route } from '@cdktf/provider-aws/lib/apigatewayv2-route/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import type { Operation, ThrottleClass } from '../../contracts/route-table.ts';
import { ApiFunction, type ApiFunctionProps } from './api-function.ts';
import type { HttpAuthorization } from './http-authorizers.ts';
import { anyParameter, integrationTimeoutMs } from './integration.ts';

export interface HttpRouteProps {
  readonly operation: Operation;
  readonly api: Apigatewayv2Api;
  readonly authorization: HttpAuthorization;
  readonly handler: Omit<ApiFunctionProps, 'operation'>;
}

/** One row: its function, its route, the integration between them and the permission to call. */
export class HttpRoute extends Construct {
  readonly handler: ApiFunction;
  /** `GET /health`, as the route itself tells it: whoever uses it waits for the route. */
  readonly routeKey: string;
  readonly throttle: ThrottleClass;

  constructor(scope: Construct, id: string, { operation, api, authorization, handler }: HttpRouteProps) {
    super(scope, id);
    this.throttle = operation.throttle;
    this.handler = new ApiFunction(this, 'handler', { ...handler, operation });
    const { lambda } = this.handler;
    const integration = new Apigatewayv2Integration(this, 'integration', {
      apiId: api.id,
      integrationType: 'AWS_PROXY',
      integrationMethod: 'POST',
      integrationUri: lambda.invokeArn,
      payloadFormatVersion: '2.0',
      timeoutMilliseconds: integrationTimeoutMs,
    });
    const route = new Apigatewayv2Route(this, 'route', {
      apiId: api.id,
      routeKey: `${operation.method} ${operation.path}`,
      operationName: operation.operationId,
      ...authorization,
      target: `integrations/${integration.id}`,
    });
    this.routeKey = route.routeKey;
    new LambdaPermission(this, 'permission', {
      statementId: 'api-gateway',
      action: 'lambda:InvokeFunction',
      functionName: lambda.functionName,
      principal: 'apigateway.amazonaws.com',
      // The stage is any: there is but one, and documented ARNs of an HTTP API write it as *.
      sourceArn: `${api.executionArn}/*/${operation.method}${anyParameter(operation.path)}`,
    });
  }
}
