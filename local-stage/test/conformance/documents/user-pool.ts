import { type Arguments, type DocumentPart, reference } from './document.ts';

export interface UserPoolSpec {
  /** Arguments of `aws_cognito_user_pool_client` by name. */
  readonly clients: Readonly<Record<string, Arguments>>;
  /** Scopes by the resource server's identifier. */
  readonly resourceServers?: Readonly<Record<string, readonly string[]>>;
  /** Prefix of the token endpoint's domain. */
  readonly domain?: string;
  /** Further arguments of `aws_cognito_user_pool`. */
  readonly pool?: Arguments;
}

/** Declares a user pool; outputs `<pool>Id` and, for each client, `<client>ClientId` and `<client>ClientSecret`. */
export function userPoolDocument(name: string, spec: UserPoolSpec): DocumentPart {
  const user_pool_id = reference(`aws_cognito_user_pool.${name}`, 'id');
  const servers = Object.entries(spec.resourceServers ?? {});
  return {
    resource: {
      aws_cognito_user_pool: { [name]: { name, ...spec.pool } },
      aws_cognito_user_pool_client: Object.fromEntries(
        Object.entries(spec.clients).map(([client, more]) => [
          client,
          {
            name: client,
            user_pool_id,
            ...more,
            depends_on: servers.map(([identifier]) => `aws_cognito_resource_server.${name}_${identifier}`),
          },
        ]),
      ),
      aws_cognito_resource_server: Object.fromEntries(
        servers.map(([identifier, scopes]) => [
          `${name}_${identifier}`,
          {
            identifier,
            name: identifier,
            user_pool_id,
            scope: scopes.map((scope) => ({ scope_name: scope, scope_description: scope })),
          },
        ]),
      ),
      ...(spec.domain && { aws_cognito_user_pool_domain: { [name]: { domain: spec.domain, user_pool_id } } }),
    },
    output: {
      [`${name}Id`]: { value: user_pool_id },
      ...Object.fromEntries(
        Object.keys(spec.clients).flatMap((client) => [
          [`${client}ClientId`, { value: reference(`aws_cognito_user_pool_client.${client}`, 'id') }],
          [`${client}ClientSecret`, { value: reference(`aws_cognito_user_pool_client.${client}`, 'client_secret') }],
        ]),
      ),
    },
  };
}
