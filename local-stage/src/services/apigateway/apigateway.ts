import type { ApiKey, UsagePlan } from '../../gateway/rest/configuration.ts';
import { AccessDenied, type Authorization } from '../iam/authorization.ts';
import { AwsError, type AwsService, type ServiceRequest, type ServiceResponse } from '../service.ts';

export interface ApiGatewayControlDependencies {
  readonly authorization: Authorization;
  readonly region: string;
}

/**
 * The control plane of API Gateway as far as a client of a stage needs it: reading an API key.
 *
 * @param usagePlans the plans of all REST APIs; a key that no plan has opens nothing, and is not found.
 */
export function createApiGatewayControl(
  usagePlans: readonly UsagePlan[],
  { authorization, region }: ApiGatewayControlDependencies,
): AwsService {
  const keys = new Map(usagePlans.flatMap((plan) => plan.keys).map((key) => [key.id, key]));

  const getApiKey = (request: ServiceRequest, id: string): ServiceResponse => {
    authorization.require(request.caller, 'apigateway:GET', `arn:aws:apigateway:${region}::/apikeys/${id}`);
    const key = keys.get(id);
    if (!key) throw new AwsError('NotFoundException', 'Invalid API Key identifier specified', 404);
    return json(200, keyDocument(key, request.query.get('includeValue') === 'true'), request.requestId);
  };

  return {
    signingName: 'apigateway',
    renderError,
    async handle(request) {
      try {
        const id = /^\/apikeys\/(?<id>[^/]+)$/.exec(request.path)?.groups?.['id'];
        if (request.method !== 'GET' || id === undefined) {
          throw new AwsError(
            'UnsupportedOperation',
            `The local stage does not emulate ${request.method} ${request.path} of API Gateway. Expected: GET /apikeys/{id}`,
            501,
          );
        }
        return getApiKey(request, decodeURIComponent(id));
      } catch (error) {
        if (error instanceof AwsError) return renderError(error, request.requestId);
        if (error instanceof AccessDenied) {
          return renderError(new AwsError('AccessDeniedException', error.message, 403), request.requestId);
        }
        throw error;
      }
    },
  };
}

function keyDocument(key: ApiKey, includeValue: boolean): Record<string, unknown> {
  return { id: key.id, name: key.name, enabled: key.enabled, ...(includeValue ? { value: key.value } : {}) };
}

function renderError(error: AwsError, requestId: string): ServiceResponse {
  const response = json(error.status, { message: error.message }, requestId);
  return { ...response, headers: { ...response.headers, 'x-amzn-errortype': error.code } };
}

const json = (status: number, document: unknown, requestId: string): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
  body: JSON.stringify(document),
});
