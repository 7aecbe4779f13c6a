import type { ServiceRequest } from '../../service.ts';
import type { UserPoolConfiguration } from '../configuration.ts';
import type { PoolClient } from '../pools.ts';
import { secretMatches } from '../secret-hash.ts';
import { OAuthError } from './oauth-error.ts';

/** @throws {OAuthError} invalid_request for a body that is no form. */
export function readForm({ headers, body }: ServiceRequest): URLSearchParams {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    const found = type ?? 'missing';
    throw new OAuthError('invalid_request', `content type is ${found}. Expected: application/x-www-form-urlencoded`);
  }
  return new URLSearchParams(body.toString());
}

/**
 * Finds the client that the request proves to be of: HTTP Basic, or `client_id` and `client_secret` in the form.
 *
 * @param failureStatus HTTP status of a failed authentication.
 * @throws {OAuthError} invalid_client
 */
export function authenticateClient(
  pool: UserPoolConfiguration,
  request: ServiceRequest,
  form: URLSearchParams,
  failureStatus: number,
): PoolClient {
  const { id, secret } = readCredentials(request, form);
  const client = pool.clients.find((candidate) => candidate.id === id);
  if (!client || !secretMatches(client, secret)) {
    throw new OAuthError('invalid_client', 'the client is unknown or its secret does not match', failureStatus);
  }
  return { pool, client };
}

interface ClientCredentials {
  readonly id: string | undefined;
  readonly secret: string | undefined;
}

function readCredentials({ headers }: ServiceRequest, form: URLSearchParams): ClientCredentials {
  const basic = /^Basic +([\w+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) {
    return { id: form.get('client_id') ?? undefined, secret: form.get('client_secret') ?? undefined };
  }
  const decoded = Buffer.from(basic, 'base64').toString();
  const colon = decoded.indexOf(':');
  if (colon < 0) return { id: decoded, secret: undefined };
  return { id: decoded.slice(0, colon), secret: decoded.slice(colon + 1) };
}
