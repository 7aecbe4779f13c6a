import type { ConformanceStage } from '../conformance-stage.ts';
import { cognitoClient, createUser, signIn } from '../pool-users.ts';

/**
 * Signs a user of the pool `users` in and keeps the tokens as `idToken`, `accessToken` and `refreshToken`.
 *
 * @returns claims such as the pool's own tokens have, to sign other tokens with.
 */
export async function learnTokens({ stage, values }: ConformanceStage, user = 'ann') {
  const usersId = String(stage.outputs['usersId']);
  const clientId = String(stage.outputs['appClientId']);
  const client = cognitoClient(stage);
  await createUser(client, usersId, user);
  for (const [name, token] of Object.entries(await signIn(client, clientId, user))) values.set(name, token);
  client.destroy();
  const now = Math.floor(stage.clock.now() / 1000);
  const issuer = `https://cognito-idp.${stage.region}.amazonaws.com/${usersId}`;
  const claims = { iss: issuer, sub: 'user-1', iat: now, exp: now + 3600 };
  return {
    now,
    id: { ...claims, aud: clientId, token_use: 'id' },
    access: { ...claims, client_id: clientId, token_use: 'access' },
  };
}

/** Takes a role's credentials from the function that hands them out. */
export async function learnCredentials(
  { keys, send }: ConformanceStage,
  { as, on, path }: { readonly as: string; readonly on: string; readonly path: string },
): Promise<void> {
  const { body } = await send(on, { path });
  const environment: Record<string, string> = JSON.parse(body.toString());
  keys.set(as, {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    sessionToken: environment['AWS_SESSION_TOKEN'] ?? '',
  });
}
