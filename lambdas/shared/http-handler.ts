import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type ApiTable, operationOf } from '../../contracts/route-table.ts';
import { callerFrom } from './caller.ts';
import { type AnyImplementation, type Implementation, type OperationRequest, runOperation } from './operation.ts';

/** The Lambda handler of one operation of an HTTP API: payload 2.0 in, structured result out. CORS is the gateway's. */
export function httpHandler<A extends ApiTable, Id extends keyof A['rows'] & string>(
  api: A,
  operationId: Id,
  implementation: NoInfer<Implementation<A, Id>>,
): (event: APIGatewayProxyEventV2, context: Context) => Promise<APIGatewayProxyStructuredResultV2> {
  const operation = operationOf(api, operationId);
  return async (event, context) => {
    const request: OperationRequest = {
      requestId: event.requestContext.requestId,
      caller: callerFrom(operation.access, undefined),
      pathParameters: event.pathParameters ?? {},
      queryParameters: event.queryStringParameters ?? {},
      headers: event.headers,
      bodyText: event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? ''),
      basePath: '',
      context,
    };
    const answer = await runOperation(operation, implementation as unknown as AnyImplementation, request);
    return { statusCode: answer.status, headers: answer.headers, body: answer.body ?? '' };
  };
}
