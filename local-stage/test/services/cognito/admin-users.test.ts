import {
  AdminConfirmSignUpCommand,
  AdminCreateUserCommand,
  type AdminCreateUserCommandInput,
  AdminGetUserCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserPasswordCommand,
  ListUsersCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  adminSignIn,
  type CognitoStage,
  clientOf,
  clients,
  newEmail,
  password,
  pool,
  poolOf,
  signIn,
  signUp,
  startCognitoStage,
} from './cognito-stage.ts';

const crowd = poolOf('Crowd1234', { clients: [clientOf('crowd')] });

let stage: CognitoStage;
beforeAll(async () => {
  stage = await startCognitoStage({ pools: [pool, crowd] });
});
afterAll(() => stage.close());

const create = (changes: Partial<AdminCreateUserCommandInput> = {}) =>
  stage.operator.send(new AdminCreateUserCommand({ UserPoolId: pool.id, Username: newEmail(), ...changes }));

describe('AdminCreateUser', () => {
  it('makes a user who has to change the password, and mails it', async () => {
    const email = newEmail();
    const { User } = await create({ Username: email, UserAttributes: [{ Name: 'email_verified', Value: 'true' }] });
    expect(User).toMatchObject({ UserStatus: 'FORCE_CHANGE_PASSWORD', Enabled: true });
    expect(User?.UserCreateDate).toEqual(new Date(stage.clock.now()));
    expect(User?.Attributes).toEqual([
      { Name: 'sub', Value: User?.Username },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'email', Value: email },
    ]);
    expect(stage.messages.at(-1)).toMatchObject({ destination: email, reason: 'AdminCreateUser' });
    const answer = await stage.operator.send(adminSignIn(email, stage.codeFor(email)));
    expect(answer.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const responded = await stage.operator.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId: pool.id,
        ClientId: clients.app.id,
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: answer.Session,
        ChallengeResponses: { USERNAME: email, NEW_PASSWORD: password },
      }),
    );
    expect(responded.AuthenticationResult?.IdToken).toBeDefined();
  });

  it('mails nothing where told so, and again where asked to', async () => {
    const email = newEmail();
    const sent = stage.messages.length;
    await create({ Username: email, MessageAction: 'SUPPRESS' });
    expect(stage.messages).toHaveLength(sent);
    await create({ Username: email, MessageAction: 'RESEND' });
    const answer = await stage.operator.send(adminSignIn(email, stage.codeFor(email)));
    expect(answer.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const { email: confirmed } = await signUp(stage);
    await expect(create({ Username: confirmed, MessageAction: 'RESEND' })).rejects.toMatchObject({
      name: 'UnsupportedUserStateException',
    });
  });

  it('refuses a taken address, a weak password and a name that is no address', async () => {
    const { email } = await signUp(stage);
    await expect(create({ Username: email })).rejects.toMatchObject({ name: 'UsernameExistsException' });
    await expect(create({ TemporaryPassword: 'weak' })).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await expect(create({ Username: 'ann' })).rejects.toMatchObject({ message: 'Username should be an email.' });
  });
});

describe('AdminSetUserPassword', () => {
  it('sets a password for good, or for one sign-in', async () => {
    const email = newEmail();
    await create({ Username: email });
    const set = (Permanent: boolean) =>
      stage.operator.send(
        new AdminSetUserPasswordCommand({ UserPoolId: pool.id, Username: email, Password: password, Permanent }),
      );
    await set(true);
    await expect(signIn(stage, email)).resolves.toMatchObject({ idToken: expect.stringMatching(/^ey/) });
    await set(false);
    const answer = await stage.operator.send(adminSignIn(email, password));
    expect(answer.ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
  });
});

describe('AdminConfirmSignUp', () => {
  it('confirms the user without the code, and leaves the address unverified', async () => {
    const email = newEmail();
    await stage.operator.send(new SignUpCommand({ ClientId: clients.app.id, Username: email, Password: password }));
    const confirm = new AdminConfirmSignUpCommand({ UserPoolId: pool.id, Username: email });
    await stage.operator.send(confirm);
    await expect(signIn(stage, email)).resolves.toBeDefined();
    const user = await stage.operator.send(new AdminGetUserCommand({ UserPoolId: pool.id, Username: email }));
    expect(user.UserAttributes).not.toContainEqual({ Name: 'email_verified', Value: 'true' });
    await expect(stage.operator.send(confirm)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });
});

describe('ListUsers', () => {
  const emails = ['ann@example.com', 'anne@example.com', 'bob@example.com'];
  let subs: readonly string[];
  beforeAll(async () => {
    const created = [];
    for (const Username of emails) created.push(await create({ UserPoolId: crowd.id, Username }));
    subs = created.map(({ User }) => User?.Username ?? '');
  });
  const list = (Filter?: string) => stage.operator.send(new ListUsersCommand({ UserPoolId: crowd.id, Filter }));
  const namesOf = ({ Users = [] }: { Users?: { Username?: string | undefined }[] | undefined }) =>
    Users.map(({ Username }) => Username);

  it('filters by equality and by beginning', async () => {
    expect(namesOf(await list())).toEqual(subs);
    expect(namesOf(await list('email = "ann@example.com"'))).toEqual([subs[0]]);
    expect(namesOf(await list('email ^= "ann"'))).toEqual([subs[0], subs[1]]);
    expect(namesOf(await list(`sub = "${subs[2]}"`))).toEqual([subs[2]]);
    expect(namesOf(await list('cognito:user_status = "CONFIRMED"'))).toEqual([]);
    expect(namesOf(await list('status = "Enabled"'))).toEqual(subs);
  });

  it('refuses a filter that it cannot read or search by', async () => {
    await expect(list('email == x')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(list('custom:team = "red"')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('pages, and shows the attributes asked for', async () => {
    const page = (PaginationToken?: string) =>
      stage.operator.send(
        new ListUsersCommand({ UserPoolId: crowd.id, Limit: 2, PaginationToken, AttributesToGet: ['email'] }),
      );
    const first = await page();
    const second = await page(first.PaginationToken);
    expect(namesOf(first)).toEqual(subs.slice(0, 2));
    expect(namesOf(second)).toEqual(subs.slice(2));
    expect(second.PaginationToken).toBeUndefined();
    expect(second.Users?.[0]?.Attributes).toEqual([{ Name: 'email', Value: 'bob@example.com' }]);
    await expect(page('garbage')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('the policies', () => {
  const getUser = (Username: string) => new AdminGetUserCommand({ UserPoolId: pool.id, Username });

  it('let a role do what they say, and no more', async () => {
    const { email } = await signUp(stage);
    await expect(stage.reader.send(getUser(email))).resolves.toBeDefined();
    await expect(
      stage.reader.send(new AdminCreateUserCommand({ UserPoolId: pool.id, Username: newEmail() })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::123456789012:assumed-role/reader/handler is not authorized to perform: cognito-idp:AdminCreateUser on resource: ${pool.arn} because no identity-based policy allows the cognito-idp:AdminCreateUser action`,
    });
    const elsewhere = new AdminGetUserCommand({ UserPoolId: crowd.id, Username: email });
    await expect(stage.reader.send(elsewhere)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('come before the question whether the pool or the user exists', async () => {
    const unknown = new AdminGetUserCommand({ UserPoolId: 'eu-west-1_Nowhere12', Username: 'x' });
    await expect(stage.reader.send(unknown)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(stage.operator.send(unknown)).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'User pool eu-west-1_Nowhere12 does not exist.',
    });
    await expect(stage.operator.send(getUser(newEmail()))).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  it('are not asked without a signature', async () => {
    const response = await fetch(stage.origin, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminGetUser' },
      body: JSON.stringify({ UserPoolId: pool.id, Username: 'x' }),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
  });
});
