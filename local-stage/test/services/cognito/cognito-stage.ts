import { randomUUID } from 'node:crypto';
import {
  AdminInitiateAuthCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { createClock } from '../../../src/clock.ts';
import { type Cognito, createCognito, isAnonymousCognitoRequest } from '../../../src/services/cognito/cognito.ts';
import type {
  UserPoolClientConfiguration,
  UserPoolConfiguration,
} from '../../../src/services/cognito/configuration.ts';
import type { MessageDelivery } from '../../../src/services/cognito/delivery.ts';
import { listenEndpoint } from '../../../src/services/endpoint.ts';
import { createAuthorization } from '../../../src/services/iam/authorization-engine.ts';
import { createCredentials } from '../../../src/services/iam/credentials.ts';
import { createSignatureVerifier } from '../../../src/services/iam/signature.ts';
import { openState } from '../../../src/state.ts';

export const region = 'eu-west-1';
const accountId = '123456789012';
export const password = 'Correct-horse-9';

export function clientOf(
  name: string,
  changes: Partial<UserPoolClientConfiguration> = {},
): UserPoolClientConfiguration {
  return {
    address: `aws_cognito_user_pool_client.${name}`,
    id: name.replaceAll('-', '').padEnd(26, '0'),
    name,
    secret: undefined,
    explicitAuthFlows: [
      'ALLOW_USER_PASSWORD_AUTH',
      'ALLOW_USER_SRP_AUTH',
      'ALLOW_REFRESH_TOKEN_AUTH',
      'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    ],
    accessTokenValiditySeconds: 3600,
    idTokenValiditySeconds: 1800,
    refreshTokenValiditySeconds: 30 * 86_400,
    tokenRevocation: true,
    preventUserExistenceErrors: true,
    allowedOAuthFlows: [],
    allowedOAuthScopes: [],
    ...changes,
  };
}

export const clients = {
  app: clientOf('app'),
  legacy: clientOf('legacy', { preventUserExistenceErrors: false }),
  confidential: clientOf('confidential', { secret: 'app-client-secret' }),
  srpOnly: clientOf('srp-only', { explicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] }),
  unrevocable: clientOf('unrevocable', { tokenRevocation: false }),
  publicMachine: clientOf('public-machine', {
    allowedOAuthFlows: ['client_credentials'],
    allowedOAuthScopes: ['contacts/read'],
  }),
  contacts: clientOf('contacts', {
    secret: 'contacts-client-secret',
    explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    allowedOAuthFlows: ['client_credentials'],
    allowedOAuthScopes: ['contacts/read', 'contacts/write'],
  }),
};

export function poolOf(name: string, changes: Partial<UserPoolConfiguration> = {}): UserPoolConfiguration {
  const id = `${region}_${name}`;
  return {
    address: `aws_cognito_user_pool.${name}`,
    id,
    arn: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${id}`,
    name,
    issuer: `https://cognito-idp.${region}.amazonaws.com/${id}`,
    usernameAttributes: ['email'],
    usernamesCaseSensitive: false,
    autoVerifiedAttributes: ['email'],
    adminCreateUserOnly: false,
    passwordPolicy: {
      minimumLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireNumbers: true,
      requireSymbols: false,
    },
    clients: Object.values(clients),
    resourceServers: [{ identifier: 'contacts', scopes: ['read', 'write', 'purge'] }],
    domain: 'gatehouse-test',
    ...changes,
  };
}

export const pool = poolOf('Users1234');

const roles = [
  {
    address: 'aws_iam_role.reader',
    name: 'reader',
    arn: `arn:aws:iam::${accountId}:role/reader`,
    uniqueId: 'AROAREADER',
    trustPolicy: {
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
    },
    policies: [
      {
        address: 'aws_iam_role_policy.reader',
        document: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'cognito-idp:AdminGetUser', Resource: pool.arn }],
        },
      },
    ],
  },
] as const;

export type CognitoStage = Awaited<ReturnType<typeof startCognitoStage>>;

/** User pools behind the real endpoint, with signatures and policies, on a clock that stands still. */
export async function startCognitoStage(
  options: { pools?: readonly UserPoolConfiguration[]; directory?: string } = {},
) {
  const clock = createClock(Date.now());
  const state = openState(options.directory);
  const credentials = createCredentials({ accountId, clock });
  const messages: MessageDelivery[] = [];
  const cognito: Cognito = createCognito(options.pools ?? [pool], {
    clock,
    state,
    authorization: createAuthorization({ roles, resourcePolicies: [], clock }),
    region,
    onMessage: (delivery) => messages.push(delivery),
  });
  const endpoint = await listenEndpoint(0);
  endpoint.serve({
    services: [cognito],
    anonymous: (request) => (isAnonymousCognitoRequest(request) ? cognito : undefined),
    signatureVerifier: createSignatureVerifier({ credentials, clock, region }),
    clock,
  });
  const open: CognitoIdentityProviderClient[] = [];
  const sdk = (key: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => {
    const client = new CognitoIdentityProviderClient({
      region,
      endpoint: endpoint.origin,
      credentials: key,
      maxAttempts: 1,
      systemClockOffset: clock.now() - Date.now(),
    });
    open.push(client);
    return client;
  };

  return {
    clock,
    cognito,
    origin: endpoint.origin,
    messages,
    /** Signs as the operator, at the stage's time. */
    get operator() {
      return sdk(credentials.operator);
    },
    /** Signs as a function whose role may do AdminGetUser. */
    get reader() {
      return sdk(credentials.issue(roles[0], 'handler'));
    },
    /** The newest code or temporary password that was sent to an address. */
    codeFor: (destination: string) => messages.findLast((message) => message.destination === destination)?.code ?? '',
    async close() {
      for (const client of open) client.destroy();
      await endpoint.close();
      cognito.close();
      state.close();
    },
  };
}

export const newEmail = () => `${randomUUID()}@example.com`;

/** Signs a user up and confirms the address. */
export async function signUp(stage: CognitoStage, email = newEmail(), clientId = clients.app.id) {
  const client = stage.operator;
  const { UserSub } = await client.send(new SignUpCommand({ ClientId: clientId, Username: email, Password: password }));
  await client.send(
    new ConfirmSignUpCommand({ ClientId: clientId, Username: email, ConfirmationCode: stage.codeFor(email) }),
  );
  return { email, sub: UserSub ?? '' };
}

export async function signIn(stage: CognitoStage, email: string, clientId = clients.app.id, given = password) {
  const { AuthenticationResult } = await stage.operator.send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: given },
    }),
  );
  const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
  return { accessToken: AccessToken, idToken: IdToken, refreshToken: RefreshToken };
}

export const adminSignIn = (email: string, given: string, clientId = clients.app.id) =>
  new AdminInitiateAuthCommand({
    UserPoolId: pool.id,
    ClientId: clientId,
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: email, PASSWORD: given },
  });

/** Verifies a token as a consumer does: by the published key set, at the stage's time. */
export async function verify(stage: CognitoStage, token: string) {
  const published = await fetch(`${stage.origin}/${pool.id}/.well-known/jwks.json`);
  const keySet: JSONWebKeySet = JSON.parse(await published.text());
  return jwtVerify(token, createLocalJWKSet(keySet), {
    issuer: pool.issuer,
    algorithms: ['RS256'],
    currentDate: new Date(stage.clock.now()),
  });
}
