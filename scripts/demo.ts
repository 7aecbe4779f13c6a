import {
  AdminConfirmSignUpCommand,
  CognitoIdentityProviderClient,
  SignUpCommand,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import { apiKeyValue, partnerToken, signIn } from '../contracts/smoke/credentials.ts';
import type { StageOutputs } from '../contracts/stage-outputs.ts';

/** Who the tour's requests come from. */
export interface Demo {
  readonly email: string;
  readonly password: string;
  readonly idToken: string;
  readonly partnerId: string;
  readonly partnerToken: string;
  readonly partnerKey: string;
}

const email = 'demo@gatehouse.example';
const password = 'Gatehouse-demo-1';
const partnerId = 'demo-partner';

/**
 * Signs a demo user up as a client would, confirms it as an operator would, and makes a partner's
 * token from the secret that the stage holds. Nothing of it is in the stack.
 */
export async function createDemo(outputs: StageOutputs): Promise<Demo> {
  const [{ idToken }, token, partnerKey] = await Promise.all([
    signUp(outputs).then(() => signIn(outputs, email, password)),
    partnerToken(outputs, partnerId),
    apiKeyValue(outputs.partnerApiKeyId),
  ]);
  return { email, password, idToken, partnerId, partnerToken: token, partnerKey };
}

async function signUp({ userPoolId, userPoolClientId }: StageOutputs): Promise<void> {
  const cognito = new CognitoIdentityProviderClient({});
  try {
    await cognito.send(
      new SignUpCommand({
        ClientId: userPoolClientId,
        Username: email,
        Password: password,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
    await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId: userPoolId, Username: email }));
  } catch (error) {
    // A stage that keeps its state knows the user from the last time.
    if (!(error instanceof UsernameExistsException)) throw error;
  }
}
