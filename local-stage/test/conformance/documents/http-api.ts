import { accessLog } from './access-log.ts';
import { type Arguments, type DocumentPart, mergeBlocks, reference, terraformName } from './document.ts';
import { permissions } from './functions.ts';

/** An HTTP API as far as the conformance documents need one. */
export interface HttpApiSpec {
  /** Name of the function behind each route, or more about the route, by route key. */
  readonly routes: Readonly<Record<string, string | HttpRouteSpec>>;
  /** @default 2.0 */
  readonly payloadFormatVersion?: '1.0' | '2.0';
  /** Arguments of `aws_apigatewayv2_authorizer` by name, with `function` in place of a URI. */
  readonly authorizers?: Readonly<Record<string, AuthorizerSpec>>;
  /** Arguments of `aws_apigatewayv2_stage` by stage name. @default `$default` */
  readonly stages?: Readonly<Record<string, Arguments>>;
  readonly cors?: Arguments;
  readonly disabled?: boolean;
  /** Functions that no permission lets the API invoke. */
  readonly unpermitted?: readonly string[];
}

export interface HttpRouteSpec {
  readonly function: string;
  readonly authorizer?: string;
  readonly scopes?: readonly string[];
  readonly iam?: boolean;
  readonly timeoutMs?: number;
}

interface AuthorizerSpec extends Arguments {
  readonly function?: string;
}

/** Declares an HTTP API with everything that hangs on it; its functions are declared apart. */
export function httpApiDocument(name: string, spec: HttpApiSpec): DocumentPart {
  const api = `aws_apigatewayv2_api.${name}`;
  const routes = Object.entries(spec.routes).map(
    ([routeKey, route]) => [routeKey, typeof route === 'string' ? { function: route } : route] as const,
  );
  const authorizers = Object.entries(spec.authorizers ?? {});
  const functions = [
    ...routes.map(([, route]) => route.function),
    ...authorizers.flatMap(([, { function: authorizer }]) => authorizer ?? []),
  ].filter((used) => !spec.unpermitted?.includes(used));
  const log = accessLog(name);
  return {
    resource: mergeBlocks([
      {
        aws_apigatewayv2_api: {
          [name]: {
            name,
            protocol_type: 'HTTP',
            ...(spec.cors && { cors_configuration: [spec.cors] }),
            ...(spec.disabled && { disable_execute_api_endpoint: true }),
          },
        },
        aws_apigatewayv2_stage: Object.fromEntries(
          Object.entries(spec.stages ?? { $default: {} }).map(([stage, more]) => [
            terraformName(name, stage),
            { api_id: reference(api, 'id'), name: stage, auto_deploy: true, ...log.settings, ...more },
          ]),
        ),
      },
      ...routes.map(([routeKey, route]) => routeBlocks(name, routeKey, route, spec)),
      ...authorizers.map(([authorizer, more]) => authorizerBlocks(name, authorizer, more)),
      log.blocks,
      permissions(api, functions).resource,
    ]),
  };
}

function routeBlocks(api: string, routeKey: string, route: HttpRouteSpec, spec: HttpApiSpec) {
  const name = terraformName(api, routeKey);
  const apiId = reference(`aws_apigatewayv2_api.${api}`, 'id');
  const authorizerType = route.authorizer && spec.authorizers?.[route.authorizer]?.['authorizer_type'];
  return {
    aws_apigatewayv2_integration: {
      [name]: {
        api_id: apiId,
        integration_type: 'AWS_PROXY',
        integration_uri: reference(`aws_lambda_function.${route.function}`, 'invoke_arn'),
        payload_format_version: spec.payloadFormatVersion ?? '2.0',
        ...(route.timeoutMs !== undefined && { timeout_milliseconds: route.timeoutMs }),
      },
    },
    aws_apigatewayv2_route: {
      [name]: {
        api_id: apiId,
        route_key: routeKey,
        target: `integrations/${reference(`aws_apigatewayv2_integration.${name}`, 'id')}`,
        ...(route.iam && { authorization_type: 'AWS_IAM' }),
        ...(route.authorizer && {
          authorization_type: authorizerType === 'JWT' ? 'JWT' : 'CUSTOM',
          authorizer_id: reference(`aws_apigatewayv2_authorizer.${api}_${route.authorizer}`, 'id'),
        }),
        ...(route.scopes && { authorization_scopes: route.scopes }),
      },
    },
  };
}

function authorizerBlocks(api: string, name: string, { function: functionName, ...more }: AuthorizerSpec) {
  return {
    aws_apigatewayv2_authorizer: {
      [`${api}_${name}`]: {
        api_id: reference(`aws_apigatewayv2_api.${api}`, 'id'),
        name,
        ...(functionName && {
          authorizer_type: 'REQUEST',
          authorizer_uri: reference(`aws_lambda_function.${functionName}`, 'invoke_arn'),
        }),
        ...more,
      },
    },
  };
}
