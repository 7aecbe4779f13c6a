import type { Exchange } from './exchange.ts';

/** Names that API Gateway spells its own way, however the caller did. */
const normalizedNames: Readonly<Record<string, string>> = {
  authorization: 'Authorization',
  host: 'Host',
  'user-agent': 'User-Agent',
  'x-amz-security-token': 'X-Amz-Security-Token',
};

/**
 * Headers of the connection, and those that a Lambda proxy integration never sees.
 * ("Amazon API Gateway important notes")
 */
const droppedFromProxy = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'keep-alive',
  'max-forwards',
  'proxy-authenticate',
  'proxy-connection',
  'server',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'www-authenticate',
]);

/** A REQUEST authorizer is shown the content length. */
const droppedFromAuthorizer = new Set([...droppedFromProxy].filter((name) => name !== 'content-length'));

/** Written by the gateway below, whatever the caller sent. */
const forwardedNames = new Set(['x-amzn-trace-id', 'x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto']);

export interface IntegrationHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
}

/** The headers of a request as they reach a function: once with the last values, once with all. */
export function buildIntegrationHeaders(
  exchange: Exchange,
  audience: 'integration' | 'authorizer',
): IntegrationHeaders {
  const dropped = audience === 'integration' ? droppedFromProxy : droppedFromAuthorizer;
  const headers: Record<string, string> = Object.create(null);
  const multiValueHeaders: Record<string, readonly string[]> = Object.create(null);
  const add = (name: string, values: readonly string[]) => {
    headers[name] = values.at(-1) ?? '';
    multiValueHeaders[name] = values;
  };
  for (const { name, values } of exchange.headers.entries()) {
    const key = name.toLowerCase();
    if (dropped.has(key) || forwardedNames.has(key) || isSignature(key, exchange)) continue;
    add(normalizedNames[key] ?? name, values);
  }
  add('X-Amzn-Trace-Id', [exchange.traceId]);
  add('X-Forwarded-For', [forwardedFor(exchange)]);
  add('X-Forwarded-Port', [portOf(exchange)]);
  add('X-Forwarded-Proto', ['http']);
  return { headers, multiValueHeaders };
}

/** The signature of a request to a method with AWS_IAM stays with the gateway. */
const isSignature = (key: string, { caller }: Exchange) => key === 'authorization' && caller !== undefined;

function forwardedFor({ headers, request }: Exchange): string {
  const before = headers.get('x-forwarded-for');
  return before === undefined ? request.sourceIp : `${before}, ${request.sourceIp}`;
}

const portOf = ({ headers }: Exchange) => /:(\d+)$/.exec(headers.get('host') ?? '')?.[1] ?? '80';
