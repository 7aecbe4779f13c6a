import type { Members } from '../../json-members.ts';
import type { UserPoolConfiguration } from '../configuration.ts';
import { type CognitoContext, requireUser } from '../context.ts';
import type { PoolClient } from '../pools.ts';
import { respond } from '../sign-in/challenge-responses.ts';
import { adminFlows, startFlow } from '../sign-in/flows.ts';
import type { AdminOperationTable } from './operation.ts';

export const adminSignInOperations: AdminOperationTable = {
  AdminInitiateAuth: adminInitiateAuth,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
};

function adminInitiateAuth(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const poolClient = readClient(context, pool, input);
  return startFlow(context, adminFlows, input.text('AuthFlow'), poolClient, input.textMap('AuthParameters'));
}

function adminRespondToAuthChallenge(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const poolClient = readClient(context, pool, input);
  const responses = input.textMap('ChallengeResponses');
  return respond(context, input.text('ChallengeName'), poolClient, responses, input.optionalText('Session'));
}

const readClient = (context: CognitoContext, pool: UserPoolConfiguration, input: Members): PoolClient => ({
  pool,
  client: context.pools.clientOfPool(pool, input.text('ClientId')),
});

function adminUserGlobalSignOut(context: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  context.signIns.revokeAll(requireUser(context, pool, input.text('Username')));
  return {};
}
