import { AccessDenied } from '../iam/authorization.ts';
import { AwsError, type AwsService, type ServiceRequest, type ServiceResponse } from '../service.ts';
import type { ServiceOperations } from '../service-operations.ts';
import type { ApiGatewayConfiguration } from './configuration.ts';
import { type ApiGatewayControlDependencies, createControlContext } from './context.ts';
import { readInput } from './input.ts';
import { type Operation, operations } from './operations.ts';

/**
 * The control plane of API Gateway as far as a client of a stage needs it: reading API keys, usage plans
 * and what the keys have used of them, and granting more.
 */
export function createApiGatewayControl(
  configuration: ApiGatewayConfiguration,
  dependencies: ApiGatewayControlDependencies,
): AwsService {
  const context = createControlContext(configuration, dependencies);
  const { authorization, region } = dependencies;
  return {
    signingName: 'apigateway',
    operations: serviceOperations,
    renderError,
    async handle(request) {
      try {
        const { operation, groups } = routeOf(request);
        authorization.require(
          request.caller,
          `apigateway:${request.method}`,
          `arn:aws:apigateway:${region}::${request.path}`,
        );
        const document = operation.answer(context, readInput(groups, request));
        return json(200, document, request.requestId);
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

interface Route {
  readonly operation: Operation;
  readonly groups: Readonly<Record<string, string>>;
}

function routeOf(request: ServiceRequest): Route {
  const route = findRoute(request);
  if (route) return route;
  throw new AwsError(
    'UnsupportedOperation',
    `The local stage does not emulate ${request.method} ${request.path} of API Gateway. Expected one of: ${serviceOperations.names.join(', ')}`,
    501,
  );
}

function findRoute({ method, path }: ServiceRequest): Route | undefined {
  for (const operation of operations) {
    if ((operation.method ?? 'GET') !== method) continue;
    const found = operation.path.exec(path);
    if (found) return { operation, groups: { ...found.groups } };
  }
  return undefined;
}

const serviceOperations: ServiceOperations = {
  names: operations.map(({ name }) => name).sort(),
  of: (request) => findRoute(request)?.operation.name,
  throttling: () => new AwsError('TooManyRequestsException', 'Too Many Requests', 429),
};

function renderError(error: AwsError, requestId: string): ServiceResponse {
  const response = json(error.status, { message: error.message }, requestId);
  return { ...response, headers: { ...response.headers, 'x-amzn-errortype': error.code } };
}

const json = (status: number, document: unknown, requestId: string): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json', 'x-amzn-requestid': requestId },
  body: JSON.stringify(document),
});
