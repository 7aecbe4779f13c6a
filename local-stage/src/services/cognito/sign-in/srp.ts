import { createHash, randomBytes } from 'node:crypto';
import { AwsError } from '../../service.ts';
import type { CognitoContext } from '../context.ts';
import type { PoolClient } from '../pools.ts';
import { requireSecretHash } from '../secret-hash.ts';
import { claimHolds, type PasswordVerifier, startExchange } from '../srp.ts';
import {
  type AuthParameters,
  findSignInUser,
  type NextChallenge,
  proceed,
  requireParameter,
  type SignInAnswer,
  wrongPassword,
} from './sign-in.ts';

/** First step of SRP: the server's public value and the salt. */
export function startSrp(context: CognitoContext, poolClient: PoolClient, parameters: AuthParameters): NextChallenge {
  const name = requireParameter(parameters, 'USERNAME');
  const clientPublic = requireParameter(parameters, 'SRP_A');
  requireSecretHash(poolClient.client, name, parameters['SECRET_HASH']);
  const { username, password } = srpIdentity(context, poolClient, name);
  const exchange = startExchange(clientPublic, password.verifier);
  if (!exchange)
    throw new AwsError('InvalidParameterException', 'SRP_A is not a hexadecimal number other than 0 mod N');
  const secretBlock = context.challenges.open({
    name: 'PASSWORD_VERIFIER',
    clientId: poolClient.client.id,
    username,
    exchange,
  });
  return {
    ChallengeName: 'PASSWORD_VERIFIER',
    ChallengeParameters: {
      SALT: password.salt,
      SECRET_BLOCK: secretBlock,
      SRP_B: exchange.serverPublic.toString(16),
      USERNAME: username,
      USER_ID_FOR_SRP: username,
    },
  };
}

interface SrpIdentity {
  readonly username: string;
  readonly password: PasswordVerifier;
}

/**
 * Where the client hides who exists, an unknown name gets an identity of its own, the same each time, and a
 * verifier that no password fits (RFC 5054, section 2.5.1.3).
 */
function srpIdentity(context: CognitoContext, poolClient: PoolClient, name: string): SrpIdentity {
  if (!poolClient.client.preventUserExistenceErrors) return findSignInUser(context, poolClient, name);
  return context.users.find(poolClient.pool, name) ?? simulatedIdentity(poolClient.pool.id, name);
}

function simulatedIdentity(poolId: string, name: string): SrpIdentity {
  const digest = createHash('sha256').update(`${poolId} ${name}`).digest('hex');
  const [, a, b, c, d, e] = /^(.{8})(.{4}).(.{3})(.{4})(.{12})/.exec(digest) ?? [];
  const salt = createHash('sha256').update(digest).digest('hex').replace(/^0+/, '').slice(0, 32);
  return {
    username: `${a}-${b}-4${c}-${d}-${e}`,
    password: { salt, verifier: randomBytes(384).toString('hex') },
  };
}

/** `EEE MMM d HH:mm:ss z yyyy` in English and UTC, as the client signs it. */
const timestampForm =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2} \d{2}:\d{2}:\d{2} UTC \d{4}$/;

/** Second step of SRP: the client's proof that it knows the password. */
export function verifyPasswordClaim(
  context: CognitoContext,
  poolClient: PoolClient,
  responses: AuthParameters,
): SignInAnswer | Promise<SignInAnswer> {
  const name = requireParameter(responses, 'USERNAME');
  const secretBlock = requireParameter(responses, 'PASSWORD_CLAIM_SECRET_BLOCK');
  const signature = requireParameter(responses, 'PASSWORD_CLAIM_SIGNATURE');
  const timestamp = requireParameter(responses, 'TIMESTAMP');
  if (!timestampForm.test(timestamp)) {
    const message = 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.';
    throw new AwsError('InvalidParameterException', message);
  }
  requireSecretHash(poolClient.client, name, responses['SECRET_HASH']);
  const { pool, client } = poolClient;
  const { username, exchange } = context.challenges.find(secretBlock, 'PASSWORD_VERIFIER', client.id);
  context.challenges.close(secretBlock);
  const user = context.users.find(pool, username);
  if (!user) throw wrongPassword();
  context.lockouts.requireUnlocked(user);
  if (!claimHolds(exchange, { poolId: pool.id, username, secretBlock, timestamp, signature })) {
    context.lockouts.failed(user);
    throw wrongPassword();
  }
  return proceed(context, poolClient, user);
}
