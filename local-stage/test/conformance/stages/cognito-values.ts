import {
  AdminDisableUserCommand,
  GlobalSignOutCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createSrpClient } from '../../services/cognito/srp-client.ts';
import type { ConformanceStage } from '../conformance-stage.ts';
import { cognitoClient, createUser, password, signIn } from '../pool-users.ts';

const users = {
  user: 'ann@example.com',
  disabledUser: 'dora@example.com',
  unconfirmedUser: 'uma@example.com',
  revokedUser: 'rob@example.com',
};

/** Makes the users that the cases speak of, and fills in their names, the clients' ids and a revoked pair of tokens. */
export async function prepareCognitoValues({ stage, values }: ConformanceStage): Promise<void> {
  const poolId = String(stage.outputs['usersId']);
  for (const name of ['app', 'legacy', 'srpOnly', 'confidential', 'plainApp']) {
    values.set(name, String(stage.outputs[`${name}ClientId`]));
  }
  for (const [name, address] of Object.entries({ ...users, password, srpA: createSrpClient(poolId).publicValue })) {
    values.set(name, address);
  }
  const clientId = values.get('app') ?? '';
  const client = cognitoClient(stage);
  for (const name of [users.user, users.disabledUser, users.revokedUser]) await createUser(client, poolId, name);
  await client.send(new AdminDisableUserCommand({ UserPoolId: poolId, Username: users.disabledUser }));
  await client.send(new SignUpCommand({ ClientId: clientId, Username: users.unconfirmedUser, Password: password }));
  const { accessToken, refreshToken } = await signIn(client, clientId, users.revokedUser);
  await client.send(new GlobalSignOutCommand({ AccessToken: accessToken }));
  client.destroy();
  values.set('revokedAccessToken', accessToken);
  values.set('revokedRefreshToken', refreshToken);
}
