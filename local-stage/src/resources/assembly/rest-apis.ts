import type {
  GatewayResponseOverride,
  RestApiConfiguration,
  RestAuthorizer,
  RestModel,
} from '../../gateway/rest/configuration.ts';
import { awsApiGatewayAuthorizer } from '../aws_api_gateway_authorizer.ts';
import { awsApiGatewayGatewayResponse } from '../aws_api_gateway_gateway_response.ts';
import { awsApiGatewayIntegration } from '../aws_api_gateway_integration.ts';
import { awsApiGatewayIntegrationResponse } from '../aws_api_gateway_integration_response.ts';
import { awsApiGatewayMethod } from '../aws_api_gateway_method.ts';
import { awsApiGatewayMethodResponse } from '../aws_api_gateway_method_response.ts';
import { awsApiGatewayMethodSettings } from '../aws_api_gateway_method_settings.ts';
import { awsApiGatewayModel } from '../aws_api_gateway_model.ts';
import { awsApiGatewayRequestValidator } from '../aws_api_gateway_request_validator.ts';
import { awsApiGatewayResource } from '../aws_api_gateway_resource.ts';
import { awsApiGatewayRestApi } from '../aws_api_gateway_rest_api.ts';
import { functionArnIn } from '../function-reference.ts';
import { type Assembly, at, referred, requireUnique } from './assembly.ts';
import { assembleRestResources } from './rest-resources.ts';
import { assembleRestStages } from './rest-stages.ts';
import { assembleUsagePlans } from './usage-plans.ts';

/** The REST APIs with everything that hangs on them. */
export function assembleRestApis(assembly: Assembly): readonly RestApiConfiguration[] {
  const apis = assembly.resources.all(awsApiGatewayRestApi);
  for (const { address, args } of partsOfApis(assembly)) {
    referred(
      { address },
      'rest_api_id',
      args.rest_api_id,
      apis,
      ({ attributes }) => attributes.id === args.rest_api_id,
    );
  }
  return apis.map(({ address, args, attributes: { id, root_resource_id } }) => ({
    address,
    id,
    name: args.name,
    accountId: assembly.accountId,
    region: assembly.region,
    apiKeySource: args.api_key_source,
    binaryMediaTypes: args.binary_media_types,
    disableExecuteApiEndpoint: args.disable_execute_api_endpoint,
    resources: assembleRestResources(assembly, id, root_resource_id),
    models: modelsOf(assembly, id),
    authorizers: authorizersOf(assembly, id),
    gatewayResponses: gatewayResponsesOf(assembly, id),
    stages: assembleRestStages(assembly, { address, id }),
    usagePlans: assembleUsagePlans(assembly, id),
  }));
}

function partsOfApis({ resources }: Assembly) {
  return [
    ...resources.all(awsApiGatewayAuthorizer),
    ...resources.all(awsApiGatewayGatewayResponse),
    ...resources.all(awsApiGatewayIntegration),
    ...resources.all(awsApiGatewayIntegrationResponse),
    ...resources.all(awsApiGatewayMethod),
    ...resources.all(awsApiGatewayMethodResponse),
    ...resources.all(awsApiGatewayMethodSettings),
    ...resources.all(awsApiGatewayModel),
    ...resources.all(awsApiGatewayRequestValidator),
    ...resources.all(awsApiGatewayResource),
  ];
}

function modelsOf({ resources }: Assembly, apiId: string): Readonly<Record<string, RestModel>> {
  const models = resources.all(awsApiGatewayModel).filter(({ args }) => args.rest_api_id === apiId);
  requireUnique(models, 'the model', ({ args }) => args.name);
  return Object.fromEntries(
    models.map(({ args }) => [
      args.name,
      { contentType: args.content_type, schema: JSON.parse(args.schema) as unknown },
    ]),
  );
}

function authorizersOf({ resources }: Assembly, apiId: string): Readonly<Record<string, RestAuthorizer>> {
  const authorizers = resources.all(awsApiGatewayAuthorizer).filter(({ args }) => args.rest_api_id === apiId);
  requireUnique(authorizers, 'the authorizer', ({ args }) => args.name);
  return Object.fromEntries(authorizers.map((authorizer) => [authorizer.attributes.id, authorizerOf(authorizer)]));
}

function authorizerOf(authorizer: ReturnType<typeof allAuthorizers>[number]): RestAuthorizer {
  const { address, args, attributes } = authorizer;
  const common = {
    address,
    id: attributes.id,
    identitySource: args.identity_source,
    identityValidationExpression: args.identity_validation_expression ?? undefined,
  };
  if (args.type === 'COGNITO_USER_POOLS') return { ...common, kind: args.type, providerArns: args.provider_arns };
  return {
    ...common,
    kind: args.type,
    functionArn: at(authorizer, () => functionArnIn(args.authorizer_uri ?? '')),
    resultTtlSeconds: args.authorizer_result_ttl_in_seconds,
  };
}

const allAuthorizers = ({ resources }: Assembly) => resources.all(awsApiGatewayAuthorizer);

function gatewayResponsesOf({ resources }: Assembly, apiId: string): Readonly<Record<string, GatewayResponseOverride>> {
  const responses = resources.all(awsApiGatewayGatewayResponse).filter(({ args }) => args.rest_api_id === apiId);
  requireUnique(responses, 'the gateway response', ({ args }) => args.response_type);
  return Object.fromEntries(
    responses.map(({ address, args }) => [
      args.response_type,
      {
        address,
        statusCode: args.status_code ?? undefined,
        responseParameters: args.response_parameters,
        responseTemplates: args.response_templates,
      },
    ]),
  );
}
