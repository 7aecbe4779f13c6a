import type {
  RestIntegration,
  RestMethod,
  RestMethodResponse,
  RestResource,
} from '../../gateway/rest/configuration.ts';
import { TerraformError } from '../../terraform/errors.ts';
import { awsApiGatewayAuthorizer } from '../aws_api_gateway_authorizer.ts';
import { awsApiGatewayIntegration } from '../aws_api_gateway_integration.ts';
import { awsApiGatewayIntegrationResponse } from '../aws_api_gateway_integration_response.ts';
import { awsApiGatewayMethod } from '../aws_api_gateway_method.ts';
import { awsApiGatewayMethodResponse } from '../aws_api_gateway_method_response.ts';
import { awsApiGatewayModel } from '../aws_api_gateway_model.ts';
import { awsApiGatewayRequestValidator } from '../aws_api_gateway_request_validator.ts';
import { awsApiGatewayResource } from '../aws_api_gateway_resource.ts';
import { functionArnIn } from '../function-reference.ts';
import { type Assembly, at, referred, requireUnique } from './assembly.ts';

interface OfMethod {
  readonly rest_api_id: string;
  readonly resource_id: string;
  readonly http_method: string;
}

/** Models that every REST API has. Source: API Gateway Developer Guide, "Create models in API Gateway". */
const builtInModels = ['Empty', 'Error'];

/** The resource tree of one API with its methods, their integrations and responses. */
export function assembleRestResources(assembly: Assembly, apiId: string, rootId: string): readonly RestResource[] {
  const { resources } = assembly;
  const declared = resources.all(awsApiGatewayResource).filter(({ args }) => args.rest_api_id === apiId);
  requireUnique(declared, 'the resource', ({ attributes }) => attributes.path);
  const methods = resources.all(awsApiGatewayMethod).filter(({ args }) => args.rest_api_id === apiId);
  requireUnique(methods, 'the method', ({ args }) => methodKey(args));
  const known = [rootId, ...declared.map(({ attributes }) => attributes.id)];
  for (const { address, args } of methods) {
    if (!known.includes(args.resource_id))
      throw new TerraformError(address, `argument 'resource_id': '${args.resource_id}' is no resource of the API`);
  }
  const parts = partsByMethod(assembly, methods);
  const byResource = Map.groupBy(methods, ({ args }) => args.resource_id);
  const resource = (id: string, path: string): RestResource => ({
    id,
    path,
    methods: Object.fromEntries(
      (byResource.get(id) ?? []).map((method) => [method.args.http_method, methodOf(assembly, method, parts)]),
    ),
  });
  return [resource(rootId, '/'), ...declared.map(({ attributes }) => resource(attributes.id, attributes.path))];
}

const methodKey = ({ rest_api_id, resource_id, http_method }: OfMethod) =>
  `${http_method} of resource ${resource_id} in ${rest_api_id}`;

type MethodResource = ReturnType<typeof allMethods>[number];
type Parts = ReturnType<typeof partsByMethod>;

const allMethods = ({ resources }: Assembly) => resources.all(awsApiGatewayMethod);

/** What belongs to methods, by method. */
function partsByMethod({ resources }: Assembly, methods: readonly MethodResource[]) {
  const keys = new Set(methods.map(({ args }) => methodKey(args)));
  const integrations = resources.all(awsApiGatewayIntegration);
  const integrationResponses = resources.all(awsApiGatewayIntegrationResponse);
  const methodResponses = resources.all(awsApiGatewayMethodResponse);
  const apiIds = new Set(methods.map(({ args }) => args.rest_api_id));
  for (const { address, args } of [...integrations, ...integrationResponses, ...methodResponses]) {
    if (apiIds.has(args.rest_api_id) && !keys.has(methodKey(args))) {
      throw new TerraformError(
        address,
        `NotFoundException: Invalid Method identifier specified. No method ${methodKey(args)} is declared`,
      );
    }
  }
  requireUnique(integrations, 'the integration of', ({ args }) => methodKey(args));
  requireUnique(
    integrationResponses,
    'the integration response',
    ({ args }) => `${args.status_code} of ${methodKey(args)}`,
  );
  requireUnique(methodResponses, 'the method response', ({ args }) => `${args.status_code} of ${methodKey(args)}`);
  return {
    integrations: new Map(integrations.map((integration) => [methodKey(integration.args), integration])),
    integrationResponses: Map.groupBy(integrationResponses, ({ args }) => methodKey(args)),
    methodResponses: Map.groupBy(methodResponses, ({ args }) => methodKey(args)),
  };
}

function methodOf(assembly: Assembly, method: MethodResource, parts: Parts): RestMethod {
  const { address, args } = method;
  checkModels(assembly, method);
  return {
    address,
    authorization: args.authorization,
    authorizerId: authorizerIdOf(assembly, method),
    authorizationScopes: args.authorization_scopes,
    apiKeyRequired: args.api_key_required,
    operationName: args.operation_name ?? undefined,
    requestParameters: args.request_parameters,
    requestModels: args.request_models,
    validator: validatorOf(assembly, method),
    integration: integrationOf(method, parts),
    responses: responsesOf(method, parts),
  };
}

function authorizerIdOf({ resources }: Assembly, { address, args }: MethodResource): string | undefined {
  const takesOne = args.authorization === 'CUSTOM' || args.authorization === 'COGNITO_USER_POOLS';
  const id = args.authorizer_id;
  if (!takesOne) return undefined;
  if (id === null)
    throw new TerraformError(
      address,
      `no argument 'authorizer_id', which authorization ${args.authorization} requires`,
    );
  const candidates = resources
    .all(awsApiGatewayAuthorizer)
    .filter((candidate) => candidate.args.rest_api_id === args.rest_api_id);
  const authorizer = referred({ address }, 'authorizer_id', id, candidates, ({ attributes }) => attributes.id === id);
  if ((authorizer.args.type === 'COGNITO_USER_POOLS') !== (args.authorization === 'COGNITO_USER_POOLS')) {
    throw new TerraformError(
      address,
      `authorization ${args.authorization} with ${authorizer.address}, an authorizer of type ${authorizer.args.type}. Expected: COGNITO_USER_POOLS for a Cognito authorizer, CUSTOM for a Lambda authorizer`,
    );
  }
  return id;
}

function checkModels({ resources }: Assembly, { address, args }: MethodResource): void {
  const declared = resources.all(awsApiGatewayModel).filter((model) => model.args.rest_api_id === args.rest_api_id);
  const known = [...builtInModels, ...declared.map((model) => model.args.name)];
  for (const [contentType, name] of Object.entries(args.request_models)) {
    if (!known.includes(name))
      throw new TerraformError(
        address,
        `request_models["${contentType}"]: Invalid model identifier specified: ${name}. Expected one of: ${known.join(', ')}`,
      );
  }
}

function validatorOf({ resources }: Assembly, { address, args }: MethodResource): RestMethod['validator'] {
  const id = args.request_validator_id;
  if (id === null) return undefined;
  const candidates = resources
    .all(awsApiGatewayRequestValidator)
    .filter((candidate) => candidate.args.rest_api_id === args.rest_api_id);
  const validator = referred(
    { address },
    'request_validator_id',
    id,
    candidates,
    ({ attributes }) => attributes.id === id,
  );
  return {
    validatesBody: validator.args.validate_request_body,
    validatesParameters: validator.args.validate_request_parameters,
  };
}

function integrationOf({ address, args }: MethodResource, parts: Parts): RestIntegration {
  const key = methodKey(args);
  const integration = parts.integrations.get(key);
  // Source: API Gateway API Reference, "CreateDeployment", BadRequestException.
  if (!integration)
    throw new TerraformError(
      address,
      'No integration defined for method. Expected: an aws_api_gateway_integration for it',
    );
  if (integration.args.type === 'AWS_PROXY') {
    return {
      kind: 'AWS_PROXY',
      address: integration.address,
      httpMethod: integration.args.integration_http_method ?? undefined,
      functionArn: at(integration, () => functionArnIn(integration.args.uri ?? '')),
      timeoutMs: integration.args.timeout_milliseconds,
    };
  }
  return {
    kind: 'MOCK',
    address: integration.address,
    requestTemplates: integration.args.request_templates,
    passthroughBehavior: integration.args.passthrough_behavior,
    responses: (parts.integrationResponses.get(key) ?? []).map((response) => ({
      statusCode: response.args.status_code,
      selectionPattern: response.args.selection_pattern || undefined,
      responseParameters: declaredParameters(response, key, parts),
      responseTemplates: response.args.response_templates,
    })),
  };
}

/** A header that an integration response sets must be one that the method response of its status declares. */
function declaredParameters(
  response: { address: string; args: { status_code: string; response_parameters: Readonly<Record<string, string>> } },
  key: string,
  parts: Parts,
): Readonly<Record<string, string>> {
  const { address, args } = response;
  const declared = parts.methodResponses.get(key)?.find((candidate) => candidate.args.status_code === args.status_code);
  if (!declared)
    throw new TerraformError(
      address,
      `NotFoundException: Invalid Response status code specified. Expected: an aws_api_gateway_method_response with status code ${args.status_code} for the method`,
    );
  for (const name of Object.keys(args.response_parameters)) {
    if (!Object.hasOwn(declared.args.response_parameters, name)) {
      throw new TerraformError(
        address,
        `BadRequestException: Invalid mapping expression parameter specified: ${name}. Expected: a parameter that ${declared.address} declares`,
      );
    }
  }
  return args.response_parameters;
}

function responsesOf({ args }: MethodResource, parts: Parts): Readonly<Record<string, RestMethodResponse>> {
  const responses = parts.methodResponses.get(methodKey(args)) ?? [];
  return Object.fromEntries(
    responses.map((response) => [
      response.args.status_code,
      { responseParameters: response.args.response_parameters, responseModels: response.args.response_models },
    ]),
  );
}
