import { CognitoResourceServer } from '@cdktf/provider-aws/lib/cognito-resource-server/index.js';
import { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool/index.js';
import { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client/index.js';
import { CognitoUserPoolDomain } from '@cdktf/provider-aws/lib/cognito-user-pool-domain/index.js';
import { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import { type Grantable, grantable } from './grants.ts';
import type { TokenIssuer } from './http-authorizers.ts';
import { resourceName } from './names.ts';
import type { UserTokens } from './rest-authorizers.ts';

/** What the contact desk's tokens allow. */
const contactsResourceServer = 'contacts';
const contactsScope = { scopeName: 'read', scopeDescription: 'Read the messages of the contact form' };

/** Who may sign in, and for which tokens. */
export class Identity extends Construct {
  readonly userPool: CognitoUserPool;
  readonly userPoolAccess: Grantable;
  /** The web application's client: public, password and SRP. */
  readonly appClient: CognitoUserPoolClient;
  /** Variables alone: Cognito takes what a client asks for unsigned, so no role has to allow it. */
  readonly appClientAccess: Grantable;
  /** How the ID tokens of the web application's users are told. */
  readonly appTokens: UserTokens;
  /** The contact desk's client: confidential, client credentials. */
  readonly contactsClient: CognitoUserPoolClient;
  /** How the tokens of the contact desk are told. */
  readonly contactsTokens: TokenIssuer;
  /** Where the contact desk gets its tokens. */
  readonly tokenEndpoint: string;

  constructor(scope: Construct, id: string, environment: Environment, accountId: string) {
    super(scope, id);
    this.userPool = makeUserPool(this, environment);
    this.userPoolAccess = grantable({
      sid: 'UserPool',
      service: 'cognito-idp',
      arn: this.userPool.arn,
      variables: { USER_POOL_ID: this.userPool.id },
    });
    this.appClient = makeAppClient(this, this.userPool.id);
    this.appClientAccess = { variables: { USER_POOL_CLIENT_ID: this.appClient.id }, statements: () => [] };
    this.appTokens = { userPoolArn: this.userPool.arn, clientId: this.appClient.id };
    this.contactsClient = makeContactsClient(this, this.userPool.id);
    this.contactsTokens = {
      issuer: `https://${this.userPool.endpoint}`,
      audience: [this.contactsClient.id],
      scopes: [`${contactsResourceServer}/${contactsScope.scopeName}`],
    };
    const domain = new CognitoUserPoolDomain(this, 'domain', {
      userPoolId: this.userPool.id,
      // Domain prefixes are one namespace for all accounts of a region.
      domain: `gatehouse-${environment.name}-${accountId}`,
    });
    domain.overrideLogicalId('user-pool-domain');
    this.tokenEndpoint = `https://${domain.domain}.auth.${environment.region}.amazoncognito.com/oauth2/token`;
  }
}

function makeUserPool(scope: Construct, environment: Environment): CognitoUserPool {
  const userPool = new CognitoUserPool(scope, 'user-pool', {
    name: resourceName(environment, 'users'),
    usernameAttributes: ['email'],
    usernameConfiguration: { caseSensitive: false },
    autoVerifiedAttributes: ['email'],
    adminCreateUserConfig: { allowAdminCreateUserOnly: false },
    passwordPolicy: {
      minimumLength: 12,
      requireLowercase: true,
      requireNumbers: true,
      requireSymbols: false,
      requireUppercase: true,
      temporaryPasswordValidityDays: 7,
    },
    accountRecoverySetting: { recoveryMechanism: [{ name: 'verified_email', priority: 1 }] },
    deletionProtection: environment.deletionProtection ? 'ACTIVE' : 'INACTIVE',
  });
  userPool.overrideLogicalId('user-pool');
  return userPool;
}

const tokenLifetimes = {
  accessTokenValidity: 1,
  idTokenValidity: 1,
  refreshTokenValidity: 30,
  tokenValidityUnits: [{ accessToken: 'hours', idToken: 'hours', refreshToken: 'days' }],
  enableTokenRevocation: true,
};

function makeAppClient(scope: Construct, userPoolId: string): CognitoUserPoolClient {
  const client = new CognitoUserPoolClient(scope, 'app-client', {
    userPoolId,
    name: 'app',
    generateSecret: false,
    explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
    preventUserExistenceErrors: 'ENABLED',
    ...tokenLifetimes,
  });
  client.overrideLogicalId('app-client');
  return client;
}

/** Its tokens alone carry the resource server's scopes: password and SRP sign-ins never do. */
function makeContactsClient(scope: Construct, userPoolId: string): CognitoUserPoolClient {
  const resourceServer = new CognitoResourceServer(scope, 'contacts', {
    userPoolId,
    identifier: contactsResourceServer,
    name: contactsResourceServer,
    scope: [contactsScope],
  });
  resourceServer.overrideLogicalId('contacts-resource-server');
  const client = new CognitoUserPoolClient(scope, 'contacts-client', {
    userPoolId,
    name: 'contacts-reader',
    generateSecret: true,
    // Without a list, Cognito would let users sign in through this client.
    explicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    allowedOauthFlowsUserPoolClient: true,
    allowedOauthFlows: ['client_credentials'],
    allowedOauthScopes: [`${resourceServer.identifier}/${contactsScope.scopeName}`],
    supportedIdentityProviders: ['COGNITO'],
    preventUserExistenceErrors: 'ENABLED',
    ...tokenLifetimes,
  });
  client.overrideLogicalId('contacts-client');
  return client;
}
