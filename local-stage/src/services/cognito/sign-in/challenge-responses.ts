import { AwsError } from '../../service.ts';
import type { CognitoContext } from '../context.ts';
import type { PoolClient } from '../pools.ts';
import { rowOf } from '../rows.ts';
import { setNewPassword } from './new-password.ts';
import type { AuthParameters, SignInAnswer } from './sign-in.ts';
import { verifyPasswordClaim } from './srp.ts';

type Responder = (
  context: CognitoContext,
  poolClient: PoolClient,
  responses: AuthParameters,
  session: string,
) => SignInAnswer | Promise<SignInAnswer>;

const responders: Readonly<Record<string, Responder>> = {
  PASSWORD_VERIFIER: verifyPasswordClaim,
  NEW_PASSWORD_REQUIRED: setNewPassword,
};

/**
 * Takes the client's answer to a challenge.
 *
 * @param session what the challenge was opened with; SRP has its secret block instead.
 * @throws {AwsError} InvalidParameterException for a challenge that no flow of the stage asks.
 */
export function respond(
  context: CognitoContext,
  challengeName: string,
  poolClient: PoolClient,
  responses: AuthParameters,
  session: string | undefined,
): SignInAnswer | Promise<SignInAnswer> {
  const responder = rowOf(responders, challengeName);
  if (!responder) {
    const expected = Object.keys(responders).join(' or ');
    const message = `The local stage asks no challenge ${challengeName}. Expected: ${expected}`;
    throw new AwsError('InvalidParameterException', message);
  }
  return responder(context, poolClient, responses, session ?? '');
}
