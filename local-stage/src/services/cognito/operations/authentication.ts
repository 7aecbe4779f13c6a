import type { Members } from '../../json-members.ts';
import { AwsError } from '../../service.ts';
import type { CognitoContext } from '../context.ts';
import type { PoolClient } from '../pools.ts';
import { secretMatches } from '../secret-hash.ts';
import { respond } from '../sign-in/challenge-responses.ts';
import { startFlow, userFlows } from '../sign-in/flows.ts';
import { findSignIn, refreshTokens, renderRefresh } from '../sign-in/refresh.ts';
import { revokeRefreshToken } from '../sign-in/revoke.ts';
import type { OperationTable } from './operation.ts';

export const authenticationOperations: OperationTable = {
  InitiateAuth: initiateAuth,
  RespondToAuthChallenge: respondToAuthChallenge,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  RevokeToken: revokeToken,
  GlobalSignOut: globalSignOut,
};

function initiateAuth(context: CognitoContext, input: Members) {
  const poolClient = context.pools.clientById(input.text('ClientId'));
  return startFlow(context, userFlows, input.text('AuthFlow'), poolClient, input.textMap('AuthParameters'));
}

function respondToAuthChallenge(context: CognitoContext, input: Members) {
  const poolClient = context.pools.clientById(input.text('ClientId'));
  const responses = input.textMap('ChallengeResponses');
  return respond(context, input.text('ChallengeName'), poolClient, responses, input.optionalText('Session'));
}

async function getTokensFromRefreshToken(context: CognitoContext, input: Members) {
  const poolClient = context.pools.clientById(input.text('ClientId'));
  requireSecret(poolClient, input, 'NotAuthorizedException');
  const signIn = findSignIn(context, poolClient, input.text('RefreshToken'));
  const { AuthenticationResult } = renderRefresh(await refreshTokens(context, poolClient, signIn));
  return { AuthenticationResult };
}

function revokeToken(context: CognitoContext, input: Members) {
  const poolClient = context.pools.clientById(input.text('ClientId'));
  const token = input.text('Token');
  requireSecret(poolClient, input, 'UnauthorizedException');
  if (!poolClient.client.tokenRevocation) {
    throw new AwsError('UnsupportedOperationException', 'Revoking tokens is not enabled for this client');
  }
  const outcome = revokeRefreshToken(context, poolClient, token);
  if (outcome === 'unsupported') throw new AwsError('UnsupportedTokenTypeException', 'Unsupported token type');
  if (outcome === 'foreign') throw new AwsError('UnauthorizedException', 'The token was issued to another client');
  return {};
}

function requireSecret({ client }: PoolClient, input: Members, code: string): void {
  if (!secretMatches(client, input.optionalText('ClientSecret'))) {
    throw new AwsError(code, `Unable to verify secret for client ${client.id}`);
  }
}

async function globalSignOut(context: CognitoContext, input: Members) {
  const { user } = await context.tokenHolder(input.text('AccessToken'));
  context.signIns.revokeAll(user);
  return {};
}
