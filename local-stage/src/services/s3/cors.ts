import { AwsError, type ServiceRequest } from '../service.ts';
import type { BucketConfiguration, CorsRule } from './configuration.ts';

/** What a browser asks of a bucket in another origin. */
interface CorsRequest {
  readonly origin: string;
  readonly method: string;
  /** In lower case; a preflight's alone. */
  readonly headers: readonly string[];
}

/**
 * Answers a preflight by the bucket's rules: the first that allows origin, method and every header.
 *
 * @throws {AwsError} BadRequest, or AccessForbidden where no rule matches.
 */
export function answerPreflight(
  request: ServiceRequest,
  bucket: BucketConfiguration | undefined,
  key: string,
): Readonly<Record<string, string>> {
  const origin = request.headers.origin;
  if (origin === undefined) {
    throw new AwsError('BadRequest', 'Insufficient information. Origin request header needed.');
  }
  const method = request.headers['access-control-request-method'];
  const forbidden = (message: string, resourceType: string) =>
    new AwsError('AccessForbidden', `CORSResponse: ${message}`, 403, {
      Method: method ?? 'OPTIONS',
      ResourceType: resourceType,
    });
  if (!bucket) throw forbidden('Bucket not found', 'BUCKET');
  if (bucket.corsRules.length === 0) throw forbidden('CORS is not enabled for this bucket.', 'BUCKET');
  if (method === undefined) throw new AwsError('BadRequest', 'Invalid Access-Control-Request-Method: null');
  const headers = readList(request.headers['access-control-request-headers']);
  const answer = corsHeaders(bucket, { origin, method, headers });
  if (answer) return answer;
  throw forbidden(
    "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    key === '' ? 'BUCKET' : 'OBJECT',
  );
}

/** The headers with which an answer lets a page of another origin read it; none where no rule matches. */
export function actualCorsHeaders(request: ServiceRequest, bucket: BucketConfiguration | undefined) {
  const origin = request.headers.origin;
  if (origin === undefined || !bucket) return {};
  return corsHeaders(bucket, { origin, method: request.method, headers: [] }) ?? {};
}

function corsHeaders(bucket: BucketConfiguration, request: CorsRequest): Readonly<Record<string, string>> | undefined {
  const rule = bucket.corsRules.find((candidate) => allows(candidate, request));
  if (!rule) return undefined;
  const isAnyOrigin = !rule.allowedOrigins.some((allowed) => allowed !== '*' && matches(allowed, request.origin));
  return {
    'access-control-allow-origin': isAnyOrigin ? '*' : request.origin,
    ...(!isAnyOrigin && { 'access-control-allow-credentials': 'true' }),
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(request.headers.length > 0 && { 'access-control-allow-headers': request.headers.join(', ') }),
    ...(rule.exposeHeaders.length > 0 && { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }),
    ...(rule.maxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

const allows = (rule: CorsRule, { origin, method, headers }: CorsRequest) =>
  rule.allowedMethods.includes(method) &&
  rule.allowedOrigins.some((allowed) => matches(allowed, origin)) &&
  headers.every((header) => rule.allowedHeaders.some((allowed) => matches(allowed.toLowerCase(), header)));

/** A rule's text has at most one wildcard. */
function matches(allowed: string, value: string): boolean {
  const star = allowed.indexOf('*');
  if (star < 0) return allowed === value;
  const before = allowed.slice(0, star);
  const after = allowed.slice(star + 1);
  return value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after);
}

const readList = (header: string | undefined) =>
  (header ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
