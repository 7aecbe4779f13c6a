import { accessLog } from './access-log.ts';
import { type Arguments, type Blocks, type DocumentPart, mergeBlocks, reference, terraformName } from './document.ts';
import { permissions } from './functions.ts';
import { methodBlocks, type RestMethodSpec } from './rest-method.ts';
import { resourceBlocks, restApiId } from './rest-resources.ts';

/** A REST API as far as the conformance documents need one. */
export interface RestApiSpec {
  /** Name of the function behind each method, or more about the method, by method and path: `GET /x`. */
  readonly methods: Readonly<Record<string, string | RestMethodSpec>>;
  /** Paths that are resources without a method of their own. */
  readonly emptyResources?: readonly string[];
  /** Arguments of `aws_api_gateway_authorizer` by name, with `function` in place of a URI. */
  readonly authorizers?: Readonly<Record<string, Arguments & { readonly function?: string }>>;
  /** Arguments of `aws_api_gateway_stage` by stage name. @default `stage` */
  readonly stages?: Readonly<Record<string, Arguments>>;
  /** JSON schemas by model name. */
  readonly models?: Readonly<Record<string, object>>;
  /** Arguments of `aws_api_gateway_gateway_response` by response type. */
  readonly gatewayResponses?: Readonly<Record<string, Arguments>>;
  /** Settings of `aws_api_gateway_method_settings` by method path, for the stage `stage`. */
  readonly settings?: Readonly<Record<string, Arguments>>;
  /** Further arguments of `aws_api_gateway_rest_api`. */
  readonly api?: Arguments;
  /** Functions that no permission lets the API invoke. */
  readonly unpermitted?: readonly string[];
}

/** Declares a REST API with its deployment and everything that hangs on it; its functions are declared apart. */
export function restApiDocument(name: string, spec: RestApiSpec): DocumentPart {
  const methods = Object.entries(spec.methods).map(
    ([key, method]) => [key, typeof method === 'string' ? { function: method } : method] as const,
  );
  const authorizers = Object.entries(spec.authorizers ?? {});
  const functions = [...methods.map(([, method]) => method), ...authorizers.map(([, authorizer]) => authorizer)]
    .flatMap(({ function: used }) => used ?? [])
    .filter((used) => !spec.unpermitted?.includes(used));
  const deployed = mergeBlocks([
    resourceBlocks(name, [...methods.map(([key]) => key.split(' ')[1] ?? '/'), ...(spec.emptyResources ?? [])]),
    ...methods.map(([key, method]) => methodBlocks(name, key, method)),
    ...authorizers.map(([authorizer, more]) => authorizerBlocks(name, authorizer, more)),
    modelBlocks(name, spec.models ?? {}),
    gatewayResponseBlocks(name, spec.gatewayResponses ?? {}),
  ]);
  return {
    resource: mergeBlocks([
      {
        aws_api_gateway_rest_api: {
          [name]: { name, endpoint_configuration: { types: ['REGIONAL'] }, ...spec.api },
        },
      },
      deployed,
      deploymentBlocks(name, spec, deployed),
      permissions(`aws_api_gateway_rest_api.${name}`, functions).resource,
    ]),
  };
}

function authorizerBlocks(api: string, name: string, { function: functionName, ...more }: Arguments): Blocks {
  return {
    aws_api_gateway_authorizer: {
      [`${api}_${name}`]: {
        rest_api_id: restApiId(api),
        name,
        ...(functionName !== undefined && {
          authorizer_uri: reference(`aws_lambda_function.${functionName}`, 'invoke_arn'),
        }),
        ...more,
      },
    },
  };
}

function modelBlocks(api: string, models: Readonly<Record<string, object>>): Blocks {
  const named = Object.entries(models).map(([name, schema]) => [
    `${api}_${name}`,
    { rest_api_id: restApiId(api), name, content_type: 'application/json', schema: JSON.stringify(schema) },
  ]);
  return { aws_api_gateway_model: Object.fromEntries(named) };
}

function gatewayResponseBlocks(api: string, responses: Readonly<Record<string, Arguments>>): Blocks {
  const named = Object.entries(responses).map(([type, more]) => [
    `${api}_${type}`,
    { rest_api_id: restApiId(api), response_type: type, ...more },
  ]);
  return { aws_api_gateway_gateway_response: Object.fromEntries(named) };
}

function deploymentBlocks(
  name: string,
  { stages = { stage: {} }, settings = {} }: RestApiSpec,
  deployed: Blocks,
): Blocks {
  const log = accessLog(name);
  return mergeBlocks([
    log.blocks,
    {
      aws_api_gateway_deployment: {
        [name]: {
          rest_api_id: restApiId(name),
          depends_on: Object.entries(deployed).flatMap(([type, named]) =>
            Object.keys(named).map((block) => `${type}.${block}`),
          ),
        },
      },
      aws_api_gateway_stage: Object.fromEntries(
        Object.entries(stages).map(([stage, more]) => [
          `${name}_${stage}`,
          {
            rest_api_id: restApiId(name),
            deployment_id: reference(`aws_api_gateway_deployment.${name}`, 'id'),
            stage_name: stage,
            ...log.settings,
            ...more,
          },
        ]),
      ),
      aws_api_gateway_method_settings: Object.fromEntries(
        Object.entries(settings).map(([methodPath, more]) => [
          terraformName(name, methodPath),
          { rest_api_id: restApiId(name), stage_name: 'stage', method_path: methodPath, settings: [more] },
        ]),
      ),
    },
  ]);
}
