import type { HttpCors } from './configuration.ts';
import { HttpApiConfigurationError } from './configuration-error.ts';
import type { HttpRequest } from './http-request.ts';

type Header = readonly [name: string, value: string];

/** The CORS that an HTTP API does by itself. */
export interface ManagedCors {
  /**
   * The headers for an answer to this request; none where its origin is absent or not allowed, and none for an
   * OPTIONS request that asks for no method. ("Configure CORS for HTTP APIs in API Gateway")
   */
  headersFor(request: HttpRequest): readonly Header[];
}

/**
 * @throws {HttpApiConfigurationError} for origins that AWS would not take.
 */
export function createManagedCors(cors: HttpCors, address: string): ManagedCors {
  const allowedOrigin = compileOrigins(cors, address);
  const credentials: readonly Header[] = cors.allowCredentials ? [['access-control-allow-credentials', 'true']] : [];
  const preflight = [...credentials, ...preflightHeaders(cors)];
  // AWS gives the names of exposed headers in lower case, however they were configured.
  const actual = [...credentials, ...listHeader('access-control-expose-headers', lowerCased(cors.exposeHeaders))];

  return {
    headersFor(request) {
      const origin = request.headers['origin'];
      const allowed = origin === undefined ? undefined : allowedOrigin(origin);
      if (allowed === undefined) return [];
      const allowedOriginHeader: Header = ['access-control-allow-origin', allowed];
      if (request.method !== 'OPTIONS') return [allowedOriginHeader, ...actual];
      return request.headers['access-control-request-method'] === undefined ? [] : [allowedOriginHeader, ...preflight];
    },
  };
}

function preflightHeaders(cors: HttpCors): readonly Header[] {
  const maxAge = cors.maxAgeSeconds;
  return [
    ...listHeader('access-control-allow-methods', cors.allowMethods),
    ...listHeader('access-control-allow-headers', lowerCased(cors.allowHeaders)),
    ...(maxAge === undefined ? [] : [['access-control-max-age', String(maxAge)] as const]),
  ];
}

function listHeader(name: string, values: readonly string[]): readonly Header[] {
  return values.length > 0 ? [[name, values.join(',')]] : [];
}

const lowerCased = (names: readonly string[]) => names.map((name) => name.toLowerCase());

/** An origin, or every origin of a scheme: `https://*`. */
const originPattern = /^[a-z][a-z0-9+.-]*:\/\/(\*|[^*/]+)$/i;

function compileOrigins(cors: HttpCors, address: string): (origin: string) => string | undefined {
  for (const origin of cors.allowOrigins) requireOrigin(origin, address);
  if (cors.allowOrigins.includes('*')) {
    if (cors.allowCredentials) {
      throw new HttpApiConfigurationError(
        address,
        'its CORS allows credentials for the origin "*", which AWS refuses. Name the origins, or drop allow_credentials',
      );
    }
    return () => '*';
  }
  const exact = new Set(cors.allowOrigins);
  const prefixes = cors.allowOrigins.filter((origin) => origin.endsWith('*')).map((origin) => origin.slice(0, -1));
  return (origin) => (exact.has(origin) || prefixes.some((prefix) => origin.startsWith(prefix)) ? origin : undefined);
}

function requireOrigin(origin: string, address: string): void {
  if (origin === '*' || originPattern.test(origin)) return;
  throw new HttpApiConfigurationError(
    address,
    `its CORS allows the origin "${origin}". Expected: "*", an origin without a path ("https://app.example.com") or a scheme's ("https://*")`,
  );
}
