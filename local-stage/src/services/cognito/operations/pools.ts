import type { Members } from '../../json-members.ts';
import { after, readPage } from '../../json-pages.ts';
import { AwsError } from '../../service.ts';
import type { UserPoolClientConfiguration, UserPoolConfiguration } from '../configuration.ts';
import type { CognitoContext } from '../context.ts';
import { pageBy } from '../pages.ts';
import type { AdminOperationTable } from './operation.ts';

export const poolOperations: AdminOperationTable = {
  DescribeUserPool: (context, pool) => ({ UserPool: renderPool(context, pool) }),
  DescribeUserPoolClient: ({ pools }, pool, input) => ({
    UserPoolClient: renderClient(pool, pools.clientOfPool(pool, input.text('ClientId'))),
  }),
  ListUserPoolClients: listUserPoolClients,
  DescribeResourceServer: describeResourceServer,
};

function renderPool({ users }: CognitoContext, pool: UserPoolConfiguration) {
  const { passwordPolicy: policy } = pool;
  return {
    Id: pool.id,
    Arn: pool.arn,
    Name: pool.name,
    Domain: pool.domain,
    UsernameAttributes: pool.usernameAttributes,
    AutoVerifiedAttributes: pool.autoVerifiedAttributes,
    UsernameConfiguration: { CaseSensitive: pool.usernamesCaseSensitive ?? true },
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: pool.adminCreateUserOnly },
    EstimatedNumberOfUsers: users.count(pool.id),
    Policies: {
      PasswordPolicy: {
        MinimumLength: policy.minimumLength,
        RequireLowercase: policy.requireLowercase,
        RequireUppercase: policy.requireUppercase,
        RequireNumbers: policy.requireNumbers,
        RequireSymbols: policy.requireSymbols,
        TemporaryPasswordValidityDays: policy.temporaryPasswordValidityDays,
      },
    },
  };
}

function renderClient(pool: UserPoolConfiguration, client: UserPoolClientConfiguration) {
  return {
    UserPoolId: pool.id,
    ClientId: client.id,
    ClientName: client.name,
    ClientSecret: client.secret,
    ExplicitAuthFlows: client.explicitAuthFlows,
    AccessTokenValidity: client.accessTokenValiditySeconds,
    IdTokenValidity: client.idTokenValiditySeconds,
    RefreshTokenValidity: client.refreshTokenValiditySeconds,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'seconds', RefreshToken: 'seconds' },
    EnableTokenRevocation: client.tokenRevocation,
    PreventUserExistenceErrors: client.preventUserExistenceErrors ? 'ENABLED' : 'LEGACY',
    AllowedOAuthFlows: client.allowedOAuthFlows,
    AllowedOAuthScopes: client.allowedOAuthScopes,
    AllowedOAuthFlowsUserPoolClient: client.allowedOAuthFlows.length > 0,
  };
}

function listUserPoolClients(_: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const nameOf = (client: UserPoolClientConfiguration) => client.id;
  const page = readPage(input, pageBy('MaxResults'), nameOf, after(pool.clients, nameOf));
  const clients = page.items.map(({ id, name }) => ({ ClientId: id, ClientName: name, UserPoolId: pool.id }));
  return { UserPoolClients: clients, NextToken: page.next };
}

function describeResourceServer(_: CognitoContext, pool: UserPoolConfiguration, input: Members) {
  const identifier = input.text('Identifier');
  const server = pool.resourceServers.find((candidate) => candidate.identifier === identifier);
  if (!server) throw new AwsError('ResourceNotFoundException', `Resource server ${identifier} does not exist.`);
  const scopes = server.scopes.map((scope) => ({ ScopeName: scope }));
  return { ResourceServer: { UserPoolId: pool.id, Identifier: identifier, Scopes: scopes } };
}
