import { Apigatewayv2Api } from '@cdktf/provider-aws/lib/apigatewayv2-api/index.js';
import { Apigatewayv2Stage } from '@cdktf/provider-aws/lib/apigatewayv2-stage/index.js';
import { Construct } from 'constructs';
import { type ApiTable, type Operation, operationsOf } from '../../contracts/route-table.ts';
import type { Environment, ThrottleLimits } from '../environment.ts';
import { accessLogGroup, httpAccessLogFormat } from './access-log.ts';
import { allowedHeaders, exposedHeaders, preflightMaxAgeSeconds } from './cors.ts';
import type { Grantables } from './grants.ts';
import { HttpAuthorizers, type TokenIssuer } from './http-authorizers.ts';
import { HttpRoute } from './http-route.ts';
import { type ApiMetrics, httpMetrics } from './metrics.ts';
import { resourceName } from './names.ts';
import { makeOperatorsPolicy } from './operators-policy.ts';
import type { ServiceFunction } from './service-function.ts';

export interface HttpApiProps {
  readonly environment: Environment;
  readonly table: ApiTable;
  readonly bundles: string;
  readonly grantables: Grantables;
  readonly tokens: TokenIssuer;
  readonly webhookAuthorizer: ServiceFunction;
}

/** An HTTP API from its route table, deployed by itself as `$default`. */
export class HttpApi extends Construct {
  readonly stage: Apigatewayv2Stage;
  readonly metrics: ApiMetrics;
  /** The rows' functions, in the table's order. */
  readonly handlers: readonly ServiceFunction[];

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    const { environment, table, bundles, grantables, tokens, webhookAuthorizer } = props;
    const operations = operationsOf(table);
    const api = makeApi(this, environment, table.name, operations);
    this.metrics = httpMetrics(api.id);
    const authorizers = new HttpAuthorizers(this, 'authorizers', { api, tokens, webhookAuthorizer });
    const scopeOfRoutes = new Construct(this, 'routes');
    const handler = { environment, api: table.name, bundles, grantables };
    const routes = operations.map((operation) => {
      const authorization = authorizers.authorizationOf(operation);
      return new HttpRoute(scopeOfRoutes, operation.operationId, { operation, api, authorization, handler });
    });
    this.handlers = routes.map((route) => route.handler);
    this.stage = new Apigatewayv2Stage(this, 'stage', {
      apiId: api.id,
      name: '$default',
      autoDeploy: true,
      accessLogSettings: {
        destinationArn: accessLogGroup(this, environment, table.name).arn,
        format: httpAccessLogFormat,
      },
      defaultRouteSettings: settings(environment.throttles.standard),
      routeSettings: routes.map(({ routeKey, throttle }) => ({
        routeKey,
        ...settings(environment.throttles[throttle]),
      })),
    });
    this.stage.overrideLogicalId(`${table.name}-stage`);
    const forOperators = operations.filter(({ access }) => access.kind === 'iam');
    if (forOperators.length > 0) makeOperatorsPolicy(this, environment, api.executionArn, forOperators);
  }
}

function makeApi(
  scope: Construct,
  environment: Environment,
  name: string,
  operations: readonly Operation[],
): Apigatewayv2Api {
  const api = new Apigatewayv2Api(scope, 'api', {
    name: resourceName(environment, name),
    protocolType: 'HTTP',
    corsConfiguration: {
      allowOrigins: [...environment.corsOrigins],
      allowMethods: [...new Set(operations.map(({ method }) => method))].sort(),
      allowHeaders: allowedHeaders,
      exposeHeaders: [...exposedHeaders.http],
      maxAge: preflightMaxAgeSeconds,
    },
  });
  api.overrideLogicalId(name);
  return api;
}

/** A route's own settings replace the default ones, so each says all of them. */
function settings({ ratePerSecond, burst }: ThrottleLimits) {
  return { detailedMetricsEnabled: true, throttlingRateLimit: ratePerSecond, throttlingBurstLimit: burst };
}
