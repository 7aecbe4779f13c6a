import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { type ApiTable, operationOf } from '../../contracts/route-table.ts';
import { corsHeaders } from './cors.ts';
import { allowedOrigins } from './environment.ts';
import {
  type AnyImplementation,
  type Implementation,
  type Keeper,
  type OperationRequest,
  runOperation,
} from './operation.ts';

/** The Lambda handler of one operation of a REST API: proxy event in, proxy result out. */
export function restHandler<A extends ApiTable, Id extends keyof A['rows'] & string>(
  api: A,
  operationId: Id,
  implementation: NoInfer<Implementation<A, Id>>,
  ...[keeper]: Keeper<A, Id>
): (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult> {
  const operation = operationOf(api, operationId);
  const origins = allowedOrigins();
  return async (event, context) => {
    const request = readRestEvent(event, context);
    const answer = await runOperation(operation, implementation as unknown as AnyImplementation, request, { keeper });
    return {
      statusCode: answer.status,
      headers: { ...answer.headers, ...corsHeaders(request.headers['origin'], origins) },
      body: answer.body ?? '',
    };
  };
}

function readRestEvent(event: APIGatewayProxyEvent, context: Context): OperationRequest {
  const { requestContext } = event;
  return {
    requestId: requestContext.requestId,
    authorizer: requestContext.authorizer,
    pathParameters: decodeAll(event.pathParameters ?? {}),
    queryParameters: event.queryStringParameters ?? {},
    headers: lowerCased(event.headers),
    body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
    basePath: basePathOf(requestContext.path, event.path),
    context,
  };
}

/** API Gateway passes the path parameters of a REST API percent-encoded. */
function decodeAll(parameters: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, value === undefined ? undefined : decode(value)]),
  );
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Left as sent: no schema of an identifier takes a percent sign, so the answer is a 400.
    return value;
  }
}

const lowerCased = (headers: Readonly<Record<string, string | undefined>> | null): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));

/** `/dev/projects` with the path `/projects` gives `/dev`. */
const basePathOf = (callersPath: string, path: string): string =>
  callersPath.endsWith(path) ? callersPath.slice(0, callersPath.length - path.length) : '';
