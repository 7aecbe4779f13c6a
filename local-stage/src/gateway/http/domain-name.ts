import type { Exchange } from './exchange.ts';

/** `$context.domainName`: the host that the caller used. */
export function domainNameOf({ api, request }: Exchange): string {
  return request.headers['host'] ?? `${api.id}.execute-api.${api.region}.amazonaws.com`;
}

/** `$context.domainPrefix`: the first label of the domain name. */
export function domainPrefixOf(exchange: Exchange): string {
  return domainNameOf(exchange).split(/[.:]/, 1)[0] ?? '';
}
