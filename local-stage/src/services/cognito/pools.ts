import { AwsError } from '../service.ts';
import type { UserPoolClientConfiguration, UserPoolConfiguration } from './configuration.ts';

/** An app client with the pool that it belongs to. */
export interface PoolClient {
  readonly pool: UserPoolConfiguration;
  readonly client: UserPoolClientConfiguration;
}

/** The user pools that the Terraform declares. */
export interface Pools {
  readonly all: readonly UserPoolConfiguration[];
  /** @throws {AwsError} ResourceNotFoundException */
  byId(poolId: string): UserPoolConfiguration;
  /** @throws {AwsError} ResourceNotFoundException */
  clientById(clientId: string): PoolClient;
  /** @throws {AwsError} ResourceNotFoundException, also for a client of another pool. */
  clientOfPool(pool: UserPoolConfiguration, clientId: string): UserPoolClientConfiguration;
}

export function createPools(userPools: readonly UserPoolConfiguration[]): Pools {
  const pools = new Map(userPools.map((pool) => [pool.id, pool]));
  const clients = new Map(
    userPools.flatMap((pool) => pool.clients.map((client) => [client.id, { pool, client }] as const)),
  );
  const clientById = (clientId: string) => clients.get(clientId) ?? notFound(`User pool client ${clientId}`);
  return {
    all: userPools,
    byId: (poolId) => pools.get(poolId) ?? notFound(`User pool ${poolId}`),
    clientById,
    clientOfPool(pool, clientId) {
      const found = clientById(clientId);
      return found.pool.id === pool.id ? found.client : notFound(`User pool client ${clientId}`);
    },
  };
}

function notFound(what: string): never {
  throw new AwsError('ResourceNotFoundException', `${what} does not exist.`);
}

/** The part of a pool's id after the underscore, which SRP binds passwords to. */
export const poolNameOf = (poolId: string): string => poolId.slice(poolId.indexOf('_') + 1);

/** Where the pool's owner left the list out (AWS API reference, "UserPoolClientType", ExplicitAuthFlows). */
const defaultAuthFlows: readonly string[] = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];

/** Whether a client may use an authentication flow, named without its `ALLOW_`. */
export function allowsFlow(client: UserPoolClientConfiguration, flow: string): boolean {
  const allowed = client.explicitAuthFlows.length > 0 ? client.explicitAuthFlows : defaultAuthFlows;
  return allowed.includes(`ALLOW_${flow}`);
}
