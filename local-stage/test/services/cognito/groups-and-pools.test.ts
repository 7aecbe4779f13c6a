import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  DescribeResourceServerCommand,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetGroupCommand,
  ListGroupsCommand,
  ListUserPoolClientsCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CognitoStage, clients, pool, signIn, signUp, startCognitoStage, verify } from './cognito-stage.ts';

let stage: CognitoStage;
beforeAll(async () => {
  stage = await startCognitoStage();
});
afterAll(() => stage.close());

const UserPoolId = pool.id;

describe('groups', () => {
  const role = (name: string) => `arn:aws:iam::123456789012:role/${name}`;

  it('appear in the tokens of their users, the preferred role first', async () => {
    const { email: Username } = await signUp(stage);
    const groups = [
      { GroupName: 'editors', Precedence: 20, RoleArn: role('editor') },
      { GroupName: 'admins', Precedence: 10, RoleArn: role('admin') },
      { GroupName: 'readers' },
    ];
    for (const group of groups) {
      await stage.operator.send(new CreateGroupCommand({ UserPoolId, ...group }));
      await stage.operator.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: group.GroupName }));
    }

    const tokens = await signIn(stage, Username);

    expect((await verify(stage, tokens.idToken)).payload).toMatchObject({
      'cognito:groups': ['admins', 'editors', 'readers'],
      'cognito:roles': [role('admin'), role('editor')],
      'cognito:preferred_role': role('admin'),
    });
    const access = (await verify(stage, tokens.accessToken)).payload;
    expect(access['cognito:groups']).toEqual(['admins', 'editors', 'readers']);
    expect(access['cognito:roles']).toBeUndefined();
    const listed = await stage.operator.send(new ListGroupsCommand({ UserPoolId, Limit: 2 }));
    const rest = await stage.operator.send(new ListGroupsCommand({ UserPoolId, NextToken: listed.NextToken }));
    expect([...(listed.Groups ?? []), ...(rest.Groups ?? [])].map(({ GroupName }) => GroupName)).toEqual([
      'admins',
      'editors',
      'readers',
    ]);
  });

  it('have users who come and go', async () => {
    const { email: Username, sub } = await signUp(stage);
    const membership = { UserPoolId, Username, GroupName: 'guests' };
    const groupsOfUser = async () => {
      const { Groups } = await stage.operator.send(new AdminListGroupsForUserCommand({ UserPoolId, Username }));
      return Groups?.map(({ GroupName }) => GroupName);
    };
    const members = async () => {
      const { Users } = await stage.operator.send(new ListUsersInGroupCommand({ UserPoolId, GroupName: 'guests' }));
      return Users?.map((user) => user.Username);
    };
    await stage.operator.send(new CreateGroupCommand({ UserPoolId, GroupName: 'guests', Description: 'For a day' }));
    await stage.operator.send(new AdminAddUserToGroupCommand(membership));
    expect(await groupsOfUser()).toEqual(['guests']);
    expect(await members()).toEqual([sub]);
    await stage.operator.send(new AdminRemoveUserFromGroupCommand(membership));
    expect(await groupsOfUser()).toEqual([]);
    await stage.operator.send(new AdminAddUserToGroupCommand(membership));
    await stage.operator.send(new AdminDeleteUserCommand({ UserPoolId, Username }));
    expect(await members()).toEqual([]);
  });

  it('are found by name until deleted', async () => {
    const group = { UserPoolId, GroupName: 'passing' };
    await stage.operator.send(new CreateGroupCommand(group));
    await expect(stage.operator.send(new CreateGroupCommand(group))).rejects.toMatchObject({
      name: 'GroupExistsException',
    });
    const { Group } = await stage.operator.send(new GetGroupCommand(group));
    expect(Group).toMatchObject({ ...group, CreationDate: new Date(stage.clock.now()) });
    await stage.operator.send(new DeleteGroupCommand(group));
    await expect(stage.operator.send(new GetGroupCommand(group))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Group not found.',
    });
  });
});

describe('what the Terraform declares', () => {
  it('is described', async () => {
    const { UserPool } = await stage.operator.send(new DescribeUserPoolCommand({ UserPoolId }));
    expect(UserPool).toMatchObject({
      Id: pool.id,
      Arn: pool.arn,
      UsernameAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: false } },
      Domain: 'gatehouse-test',
    });
    const { id: ClientId, secret } = clients.contacts;
    const { UserPoolClient } = await stage.operator.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }));
    expect(UserPoolClient).toMatchObject({
      ClientSecret: secret,
      AllowedOAuthScopes: ['contacts/read', 'contacts/write'],
      AccessTokenValidity: 3600,
      TokenValidityUnits: { AccessToken: 'seconds' },
    });
    const { UserPoolClients } = await stage.operator.send(new ListUserPoolClientsCommand({ UserPoolId }));
    expect(UserPoolClients).toHaveLength(pool.clients.length);
  });

  it('has resource servers', async () => {
    const describeServer = (Identifier: string) =>
      stage.operator.send(new DescribeResourceServerCommand({ UserPoolId, Identifier }));
    const { ResourceServer } = await describeServer('contacts');
    expect(ResourceServer?.Scopes?.map(({ ScopeName }) => ScopeName)).toEqual(['read', 'write', 'purge']);
    await expect(describeServer('nothing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
