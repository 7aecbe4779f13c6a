import type { GatewayRequest } from '../gateway.ts';

/** A request as the gateway routes it, read once. */
export interface HttpRequest {
  readonly method: string;
  /** Path as sent, percent-encoded: `/dev/users/a%20b`. */
  readonly encodedPath: string;
  /** Path after percent-decoding: `/dev/users/a b`. */
  readonly path: string;
  /** The path's segments, each decoded by itself: an encoded slash does not split one. */
  readonly segments: readonly string[];
  /** Whether the path is free of malformed percent-encoding. */
  readonly isDecodable: boolean;
  /** Query as sent, without the question mark. */
  readonly rawQuery: string;
  /** Names in lower case; repeated headers joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** As sent: casing and repeats kept. */
  readonly rawHeaders: GatewayRequest['headers'];
  readonly body: Buffer;
  readonly sourceIp: string;
  readonly protocol: string;
}

export function readRequest(request: GatewayRequest): HttpRequest {
  const queryAt = request.target.indexOf('?');
  const encodedPath = queryAt < 0 ? request.target : request.target.slice(0, queryAt);
  const encodedSegments = encodedPath.slice(1).split('/');
  const segments = encodedPath.includes('%') ? decodeSegments(encodedSegments) : encodedSegments;
  return {
    method: request.method,
    encodedPath,
    path: segments ? `/${segments.join('/')}` : encodedPath,
    segments: segments ?? encodedSegments,
    isDecodable: segments !== undefined,
    rawQuery: queryAt < 0 ? '' : request.target.slice(queryAt + 1),
    headers: joinHeaders(request.headers),
    rawHeaders: request.headers,
    body: request.body,
    sourceIp: request.sourceIp,
    protocol: request.protocol,
  };
}

function decodeSegments(segments: readonly string[]): string[] | undefined {
  try {
    return segments.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function joinHeaders(pairs: GatewayRequest['headers']): Record<string, string> {
  // Without a prototype: a header may be called `constructor`.
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    const earlier = headers[key];
    headers[key] = earlier === undefined ? value : `${earlier},${value}`;
  }
  return headers;
}

/** The query's decoded values by name, in the order sent. */
export function readQuery(rawQuery: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  if (rawQuery === '') return values;
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const earlier = values.get(name);
    if (earlier) earlier.push(value);
    else values.set(name, [value]);
  }
  return values;
}

/** What the gateway itself adds to the headers of an event: port and scheme are those that the caller used. */
export function addedHeaders(request: HttpRequest, traceId: string): readonly (readonly [string, string])[] {
  const forwardedFor = request.headers['x-forwarded-for'];
  return [
    ['Content-Length', String(request.body.length)],
    ['X-Amzn-Trace-Id', traceId],
    ['X-Forwarded-For', forwardedFor === undefined ? request.sourceIp : `${forwardedFor}, ${request.sourceIp}`],
    ['X-Forwarded-Port', /:(\d+)$/.exec(request.headers['host'] ?? '')?.[1] ?? '80'],
    ['X-Forwarded-Proto', 'http'],
  ];
}
