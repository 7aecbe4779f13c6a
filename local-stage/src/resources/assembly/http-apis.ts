import type {
  HttpApiConfiguration,
  HttpAuthorizer,
  HttpLambdaIntegration,
  HttpRoute,
  HttpStage,
} from '../../gateway/http/configuration.ts';
import { TerraformError } from '../../terraform/errors.ts';
import { awsApigatewayv2Api } from '../aws_apigatewayv2_api.ts';
import { awsApigatewayv2Authorizer } from '../aws_apigatewayv2_authorizer.ts';
import { awsApigatewayv2Integration } from '../aws_apigatewayv2_integration.ts';
import { awsApigatewayv2Route } from '../aws_apigatewayv2_route.ts';
import { awsApigatewayv2Stage } from '../aws_apigatewayv2_stage.ts';
import { functionArnIn } from '../function-reference.ts';
import { type Assembly, at, referred, requireUnique } from './assembly.ts';
import { accessLogOf } from './log-groups.ts';
import { throttleOf } from './rest-stages.ts';

type Api = ReturnType<typeof apisOf>[number];
type Authorizer = ReturnType<typeof authorizersOf>[number];
type Route = ReturnType<typeof routesOf>[number];

const apisOf = ({ resources }: Assembly) => resources.all(awsApigatewayv2Api);

const authorizersOf = ({ resources }: Assembly, apiId: string) =>
  resources.all(awsApigatewayv2Authorizer).filter(({ args }) => args.api_id === apiId);

const routesOf = ({ resources }: Assembly, apiId: string) =>
  resources.all(awsApigatewayv2Route).filter(({ args }) => args.api_id === apiId);

/** The HTTP APIs with everything that hangs on them. */
export function assembleHttpApis(assembly: Assembly): readonly HttpApiConfiguration[] {
  const { resources } = assembly;
  const apis = apisOf(assembly);
  const types = [
    resources.all(awsApigatewayv2Authorizer),
    resources.all(awsApigatewayv2Integration),
    resources.all(awsApigatewayv2Route),
  ];
  for (const { address, args } of types.flat()) {
    referred({ address }, 'api_id', args.api_id, apis, ({ attributes }) => attributes.id === args.api_id);
  }
  return apis.map((api) => apiConfiguration(assembly, api));
}

function apiConfiguration(assembly: Assembly, api: Api): HttpApiConfiguration {
  const { id } = api.attributes;
  const routes = routesOf(assembly, id);
  requireUnique(routes, 'the route', ({ args }) => args.route_key);
  const authorizers = authorizersOf(assembly, id);
  requireUnique(authorizers, 'the authorizer', ({ args }) => args.name);
  return {
    address: api.address,
    id,
    name: api.args.name,
    accountId: assembly.accountId,
    region: assembly.region,
    disableExecuteApiEndpoint: api.args.disable_execute_api_endpoint,
    cors: corsOf(api),
    routes: routes.map((route) => routeConfiguration(assembly, route)),
    authorizers: Object.fromEntries(
      authorizers.map((authorizer) => [authorizer.attributes.id, authorizerConfiguration(authorizer)]),
    ),
    stages: stagesOf(
      assembly,
      id,
      routes.map(({ args }) => args.route_key),
    ),
  };
}

function corsOf({ args }: Api): HttpApiConfiguration['cors'] {
  const cors = args.cors_configuration[0];
  return (
    cors && {
      allowCredentials: cors.allow_credentials,
      allowHeaders: cors.allow_headers,
      allowMethods: cors.allow_methods,
      allowOrigins: cors.allow_origins,
      exposeHeaders: cors.expose_headers,
      maxAgeSeconds: cors.max_age ?? undefined,
    }
  );
}

function routeConfiguration(assembly: Assembly, route: Route): HttpRoute {
  const { address, args } = route;
  return {
    address,
    routeKey: args.route_key,
    authorizationType: args.authorization_type,
    authorizerId: authorizerIdOf(assembly, route),
    authorizationScopes: args.authorization_scopes,
    operationName: args.operation_name ?? undefined,
    integration: args.target === null ? undefined : integrationOf(assembly, route, args.target),
  };
}

function authorizerIdOf(assembly: Assembly, { address, args }: Route): string | undefined {
  const type = args.authorization_type;
  if (type !== 'JWT' && type !== 'CUSTOM') return undefined;
  const id = args.authorizer_id;
  if (id === null)
    throw new TerraformError(address, `no argument 'authorizer_id', which authorization_type ${type} requires`);
  const authorizer = referred(
    { address },
    'authorizer_id',
    id,
    authorizersOf(assembly, args.api_id),
    ({ attributes }) => attributes.id === id,
  );
  if ((authorizer.args.authorizer_type === 'JWT') !== (type === 'JWT')) {
    throw new TerraformError(
      address,
      `authorization_type ${type} with ${authorizer.address}, an authorizer of type ${authorizer.args.authorizer_type}. Expected: JWT for JWT, CUSTOM for REQUEST`,
    );
  }
  return id;
}

function integrationOf({ resources }: Assembly, { address, args }: Route, target: string): HttpLambdaIntegration {
  const candidates = resources
    .all(awsApigatewayv2Integration)
    .filter((candidate) => candidate.args.api_id === args.api_id);
  const integration = referred(
    { address },
    'target',
    target,
    candidates,
    ({ attributes }) => `integrations/${attributes.id}` === target,
  );
  return {
    kind: 'AWS_PROXY',
    address: integration.address,
    functionArn: at(integration, () => functionArnIn(integration.args.integration_uri)),
    payloadFormatVersion: integration.args.payload_format_version,
    timeoutMs: integration.args.timeout_milliseconds,
  };
}

function authorizerConfiguration(authorizer: Authorizer): HttpAuthorizer {
  const { address, args, attributes } = authorizer;
  const common = { address, id: attributes.id, identitySources: args.identity_sources };
  const jwt = args.jwt_configuration[0];
  if (args.authorizer_type === 'JWT' && jwt)
    return { ...common, kind: 'JWT', issuer: jwt.issuer, audience: jwt.audience };
  return {
    ...common,
    kind: 'REQUEST',
    functionArn: at(authorizer, () => functionArnIn(args.authorizer_uri ?? '')),
    payloadFormatVersion: args.authorizer_payload_format_version ?? '1.0',
    enableSimpleResponses: args.enable_simple_responses,
    // Without identity sources nothing tells callers apart, and AWS caches nothing.
    resultTtlSeconds: args.authorizer_result_ttl_in_seconds ?? (args.identity_sources.length > 0 ? 300 : 0),
  };
}

function stagesOf({ resources }: Assembly, apiId: string, routeKeys: readonly string[]): readonly HttpStage[] {
  const stages = resources.all(awsApigatewayv2Stage).filter(({ args }) => args.api_id === apiId);
  requireUnique(stages, 'the stage', ({ args }) => args.name);
  return stages.map(({ address, args }) => {
    const defaults = args.default_route_settings[0];
    return {
      address,
      name: args.name,
      autoDeploy: args.auto_deploy,
      variables: args.stage_variables,
      accessLog: accessLogOf(address, args.access_log_settings[0]),
      defaultRouteThrottle:
        defaults && throttleOf(address, defaults.throttling_rate_limit, defaults.throttling_burst_limit),
      routeThrottles: Object.fromEntries(
        args.route_settings.flatMap((settings) => {
          if (!routeKeys.includes(settings.route_key)) {
            throw new TerraformError(
              address,
              `route_settings: NotFoundException: Unable to find Route by key ${settings.route_key} within the provided RouteSettings. Expected one of: ${routeKeys.join(', ')}`,
            );
          }
          const throttle = throttleOf(address, settings.throttling_rate_limit, settings.throttling_burst_limit);
          return throttle ? [[settings.route_key, throttle]] : [];
        }),
      ),
    };
  });
}
