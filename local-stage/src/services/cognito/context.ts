import type { Clock } from '../../clock.ts';
import type { State } from '../../state.ts';
import { AwsError } from '../service.ts';
import { createTokenHolderLookup, type TokenHolderLookup } from './access-tokens.ts';
import { type Challenges, createChallenges } from './challenges.ts';
import { type Codes, createCodes } from './codes.ts';
import type { UserPoolConfiguration } from './configuration.ts';
import { openCognitoDatabase } from './database.ts';
import type { MessageDelivery } from './delivery.ts';
import { createGroups, type Groups } from './groups.ts';
import { createLockouts, type Lockouts } from './lockouts.ts';
import { createPools, type Pools } from './pools.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';
import { createTokenIssuer, type TokenIssuer } from './tokens.ts';
import { createUsers, type User, type Users } from './users.ts';

/** What the operations of user pools work with. */
export interface CognitoContext {
  readonly clock: Clock;
  readonly pools: Pools;
  readonly users: Users;
  readonly groups: Groups;
  readonly signIns: SignIns;
  readonly codes: Codes;
  readonly challenges: Challenges;
  readonly lockouts: Lockouts;
  readonly keys: SigningKeys;
  readonly tokens: TokenIssuer;
  readonly tokenHolder: TokenHolderLookup;
  readonly deliver: (delivery: MessageDelivery) => void;
}

export interface CognitoContextDependencies {
  readonly clock: Clock;
  readonly state: State;
  readonly deliver: (delivery: MessageDelivery) => void;
}

export function createCognitoContext(
  userPools: readonly UserPoolConfiguration[],
  { clock, state, deliver }: CognitoContextDependencies,
): CognitoContext {
  const database = openCognitoDatabase(state);
  const pools = createPools(userPools);
  const poolIds = userPools.map(({ id }) => id);
  const keys = createSigningKeys(poolIds, database);
  const users = createUsers(database, clock);
  const groups = createGroups(database, clock);
  const signIns = createSignIns(database, clock);
  return {
    clock,
    pools,
    users,
    groups,
    signIns,
    codes: createCodes(database, clock),
    challenges: createChallenges(clock),
    lockouts: createLockouts(clock),
    keys,
    tokens: createTokenIssuer(clock, keys, groups),
    tokenHolder: createTokenHolderLookup({ clock, pools, keys, users, signIns }),
    deliver,
  };
}

/** @throws {AwsError} UserNotFoundException */
export function requireUser({ users }: CognitoContext, pool: UserPoolConfiguration, name: string): User {
  const user = users.find(pool, name);
  if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
  return user;
}
