import { type Arguments, type Blocks, mergeBlocks, reference, terraformName } from './document.ts';
import { resourceId } from './rest-resources.ts';

/** A method with its integration: a function, or a mock. */
export interface RestMethodSpec {
  readonly function?: string;
  readonly mock?: MockSpec;
  /** Name of one of the API's authorizers. */
  readonly authorizer?: string;
  /** @default by `authorizer`, or NONE */
  readonly authorization?: 'AWS_IAM' | 'COGNITO_USER_POOLS';
  /** What a validator checks. @default no validator */
  readonly validates?: { readonly body?: boolean; readonly parameters?: boolean };
  /** Further arguments of `aws_api_gateway_method`. */
  readonly method?: Arguments;
  /** Further arguments of `aws_api_gateway_integration`. */
  readonly integration?: Arguments;
}

interface MockSpec {
  /** Further arguments of the default `aws_api_gateway_integration_response`. */
  readonly response?: Arguments;
  /** Headers that the answer has, each with its mapping expression. */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default 200 */
  readonly status?: string;
}

/** @param key method and path. */
export function methodBlocks(api: string, key: string, spec: RestMethodSpec): Blocks {
  const [httpMethod = '', path = '/'] = key.split(' ');
  const name = terraformName(api, key.replace('+', ' greedy').replace('{', ' p '));
  const address = `aws_api_gateway_method.${name}`;
  const ofMethod = {
    rest_api_id: reference(`aws_api_gateway_rest_api.${api}`, 'id'),
    resource_id: resourceId(api, path),
    http_method: httpMethod,
  };
  // Through the method, so that it is made before what belongs to it.
  const partOfMethod = { ...ofMethod, http_method: reference(address, 'http_method') };
  return mergeBlocks([
    {
      aws_api_gateway_method: {
        [name]: {
          ...ofMethod,
          authorization: spec.authorization ?? (spec.authorizer ? 'CUSTOM' : 'NONE'),
          ...(spec.authorizer && {
            authorizer_id: reference(`aws_api_gateway_authorizer.${api}_${spec.authorizer}`, 'id'),
          }),
          ...(spec.validates && {
            request_validator_id: reference(`aws_api_gateway_request_validator.${name}`, 'id'),
          }),
          ...spec.method,
        },
      },
      aws_api_gateway_integration: { [name]: { ...partOfMethod, ...integrationOf(spec) } },
    },
    validatorBlocks(name, ofMethod.rest_api_id, spec),
    mockBlocks(name, partOfMethod, spec),
  ]);
}

function integrationOf({ function: functionName, integration }: RestMethodSpec): Arguments {
  if (functionName === undefined) {
    return { type: 'MOCK', request_templates: { 'application/json': '{"statusCode": 200}' }, ...integration };
  }
  return {
    type: 'AWS_PROXY',
    integration_http_method: 'POST',
    uri: reference(`aws_lambda_function.${functionName}`, 'invoke_arn'),
    ...integration,
  };
}

function validatorBlocks(name: string, restApiId: string, { validates }: RestMethodSpec): Blocks {
  if (!validates) return {};
  const { body = false, parameters = false } = validates;
  return {
    aws_api_gateway_request_validator: {
      [name]: {
        rest_api_id: restApiId,
        name,
        validate_request_body: body,
        validate_request_parameters: parameters,
      },
    },
  };
}

function mockBlocks(name: string, partOfMethod: Arguments, { mock }: RestMethodSpec): Blocks {
  if (!mock) return {};
  const { headers = {}, status = '200', response } = mock;
  const parameters = Object.entries(headers).map(
    ([header, expression]) => [`method.response.header.${header}`, expression] as const,
  );
  return {
    aws_api_gateway_method_response: {
      [name]: {
        ...partOfMethod,
        status_code: status,
        response_parameters: Object.fromEntries(parameters.map(([parameter]) => [parameter, false])),
      },
    },
    aws_api_gateway_integration_response: {
      [name]: {
        ...partOfMethod,
        status_code: reference(`aws_api_gateway_method_response.${name}`, 'status_code'),
        response_parameters: Object.fromEntries(parameters),
        ...response,
      },
    },
  };
}
