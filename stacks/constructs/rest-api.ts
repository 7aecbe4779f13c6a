import { ApiGatewayRestApi } from '@cdktf/provider-aws/lib/api-gateway-rest-api/index.js';
import type { ApiGatewayStage } from '@cdktf/provider-aws/lib/api-gateway-stage/index.js';
import { Construct } from 'constructs';
import { type ApiTable, type Operation, operationsOf } from '../../contracts/route-table.ts';
import type { Environment } from '../environment.ts';
import { deployedResources, deploymentHash } from './deployment-hash.ts';
import { GatewayErrors } from './gateway-errors.ts';
import type { Grantables } from './grants.ts';
import { type ApiMetrics, restMetrics } from './metrics.ts';
import { resourceName } from './names.ts';
import { Preflight } from './preflight.ts';
import { RequestValidation } from './request-validation.ts';
import { constructId, ResourceTree } from './resource-tree.ts';
import { RestAuthorizers, type UserTokens } from './rest-authorizers.ts';
import { RestRoute } from './rest-route.ts';
import { RestStage } from './rest-stage.ts';
import type { ServiceFunction } from './service-function.ts';

export interface RestApiProps {
  readonly environment: Environment;
  readonly table: ApiTable;
  readonly bundles: string;
  readonly grantables: Grantables;
  readonly users: UserTokens;
  readonly partnerAuthorizer: ServiceFunction;
}

/** A REST API from its route table: every endpoint explicit, nothing that no row asks for. */
export class RestApi extends Construct {
  readonly stage: ApiGatewayStage;
  readonly metrics: ApiMetrics;
  /** The rows' functions, in the table's order. */
  readonly handlers: readonly ServiceFunction[];

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const { environment, table } = props;
    const operations = operationsOf(table);
    const name = resourceName(environment, table.name);
    const restApi = new ApiGatewayRestApi(this, 'api', {
      name,
      endpointConfiguration: { types: ['REGIONAL'] },
    });
    restApi.overrideLogicalId(table.name);
    this.metrics = restMetrics(name, environment.name);
    const resources = new ResourceTree(this, 'resources', restApi);
    this.handlers = makeRoutes(this, restApi, resources, operations, props);
    makePreflights(this, restApi.id, resources, operations, environment.corsOrigins);
    new GatewayErrors(this, 'errors', restApi.id);
    const deployed = deployedResources(this);
    this.stage = new RestStage(this, 'stage', {
      environment,
      restApiId: restApi.id,
      api: table.name,
      operations,
      deployed,
      deploymentHash: deploymentHash(deployed),
    }).stage;
  }
}

function makeRoutes(
  scope: Construct,
  restApi: ApiGatewayRestApi,
  resources: ResourceTree,
  operations: readonly Operation[],
  { environment, table, bundles, grantables, users, partnerAuthorizer }: RestApiProps,
): readonly ServiceFunction[] {
  const authorizers = new RestAuthorizers(scope, 'authorizers', { restApi, users, partnerAuthorizer });
  const validation = new RequestValidation(scope, 'validation', restApi.id);
  const variables = { ALLOWED_ORIGINS: environment.corsOrigins.join(',') };
  const handler = { environment, api: table.name, bundles, grantables, variables };
  const routes = new Construct(scope, 'routes');
  return operations.map((operation) => {
    const route = new RestRoute(routes, operation.operationId, {
      operation,
      restApi,
      resourceId: resources.resourceId(operation.path),
      stageName: environment.name,
      authorization: authorizers.authorizationOf(operation),
      checks: validation.checksOf(operation),
      handler,
    });
    return route.handler;
  });
}

function makePreflights(
  scope: Construct,
  restApiId: string,
  resources: ResourceTree,
  operations: readonly Operation[],
  origins: readonly string[],
): void {
  const preflights = new Construct(scope, 'preflights');
  for (const [path, ofPath] of Map.groupBy(operations, ({ path }) => path)) {
    new Preflight(preflights, constructId(path), {
      restApiId,
      resourceId: resources.resourceId(path),
      methods: ofPath.map(({ method }) => method),
      origins,
    });
  }
}
