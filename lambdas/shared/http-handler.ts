import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type ApiTable, operationOf } from '../../contracts/route-table.ts';
import type { AuthorizerContext } from './caller.ts';
import {
  type AnyImplementation,
  type Guard,
  type Implementation,
  type OperationRequest,
  runOperation,
} from './operation.ts';

/**
 * The Lambda handler of one operation of an HTTP API: payload 2.0 in, structured result out. CORS is
 * the gateway's.
 *
 * @param guard what a request has to pass before anything of it is read. @default nothing
 */
export function httpHandler<A extends ApiTable, Id extends keyof A['rows'] & string>(
  api: A,
  operationId: Id,
  implementation: NoInfer<Implementation<A, Id>>,
  guard?: Guard,
): (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2> {
  const operation = operationOf(api, operationId);
  return async (event, context) => {
    const request = readHttpEvent(event, context);
    const answer = await runOperation(operation, implementation as unknown as AnyImplementation, request, { guard });
    return { statusCode: answer.status, headers: answer.headers, body: answer.body ?? '' };
  };
}

function readHttpEvent(event: APIGatewayProxyEventV2, context: Context): OperationRequest {
  // The type of events without an authorizer; the gateway adds the authorizer's word where there is one.
  const { requestId, authorizer } = event.requestContext as typeof event.requestContext & {
    readonly authorizer?: AuthorizerContext;
  };
  return {
    requestId,
    authorizer,
    pathParameters: event.pathParameters ?? {},
    queryParameters: event.queryStringParameters ?? {},
    headers: event.headers,
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    basePath: '',
    context,
  };
}
