import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminUpdateUserAttributesCommand,
  ChangePasswordCommand,
  ConfirmForgotPasswordCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CognitoStage,
  clients,
  newEmail,
  password,
  pool,
  signIn,
  signUp,
  startCognitoStage,
} from './cognito-stage.ts';

let stage: CognitoStage;
beforeAll(async () => {
  stage = await startCognitoStage();
});
afterAll(() => stage.close());

const newPassword = 'Another-horse-8';
const wrongPassword = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

const attributesOf = async (AccessToken: string) => {
  const { UserAttributes = [] } = await stage.operator.send(new GetUserCommand({ AccessToken }));
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};

describe('ForgotPassword', () => {
  const forgot = (Username: string, ClientId = clients.app.id) =>
    stage.operator.send(new ForgotPasswordCommand({ ClientId, Username }));
  const confirm = (Username: string, ConfirmationCode: string, ClientId = clients.app.id, Password = newPassword) =>
    stage.operator.send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password }));

  it('mails a code with which the user sets a new password', async () => {
    const { email } = await signUp(stage);
    const { CodeDeliveryDetails } = await forgot(email);
    expect(CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: `${email.charAt(0)}***@e***`,
    });
    await expect(confirm(email, stage.codeFor(email), clients.app.id, 'short')).rejects.toMatchObject({
      name: 'InvalidPasswordException',
    });
    await confirm(email, stage.codeFor(email));
    await expect(signIn(stage, email)).rejects.toMatchObject(wrongPassword);
    await expect(signIn(stage, email, clients.app.id, newPassword)).resolves.toBeDefined();
    await expect(confirm(email, stage.codeFor(email))).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('gives the code an hour', async () => {
    const { email } = await signUp(stage);
    await forgot(email);
    stage.clock.advance(3_600_000);
    await expect(confirm(email, stage.codeFor(email))).rejects.toMatchObject({ name: 'ExpiredCodeException' });
  });

  it('seems to mail a code to whoever cannot recover, where the client hides who exists', async () => {
    const disabled = await signUp(stage);
    await stage.operator.send(new AdminDisableUserCommand({ UserPoolId: pool.id, Username: disabled.email }));
    const sent = stage.messages.length;
    for (const email of [newEmail(), disabled.email]) {
      const { CodeDeliveryDetails } = await forgot(email);
      expect(CodeDeliveryDetails?.Destination).toBe(`${email.charAt(0)}***@e***`);
      await expect(confirm(email, '123456')).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    expect(stage.messages).toHaveLength(sent);
  });

  it('says why not, where the client does not', async () => {
    const unknown = newEmail();
    const disabled = await signUp(stage);
    await stage.operator.send(new AdminDisableUserCommand({ UserPoolId: pool.id, Username: disabled.email }));
    const invited = newEmail();
    await stage.operator.send(new AdminCreateUserCommand({ UserPoolId: pool.id, Username: invited }));
    const unverified = await signUp(stage);
    const UserAttributes = [{ Name: 'email_verified', Value: 'false' }];
    const change = { UserPoolId: pool.id, Username: unverified.email, UserAttributes };
    await stage.operator.send(new AdminUpdateUserAttributesCommand(change));

    const reasons = await Promise.all(
      [unknown, disabled.email, invited, unverified.email].map((email) =>
        forgot(email, clients.legacy.id).catch((error: Error) => `${error.name}: ${error.message}`),
      ),
    );

    expect(reasons).toEqual([
      'UserNotFoundException: Username/client id combination not found.',
      'NotAuthorizedException: User is disabled.',
      'NotAuthorizedException: User password cannot be reset in the current state.',
      'InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or phone_number',
    ]);
    await expect(confirm(unknown, '123456', clients.legacy.id)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });
});

describe('ChangePassword', () => {
  it('takes the old password for the new one', async () => {
    const { email } = await signUp(stage);
    const { accessToken: AccessToken } = await signIn(stage, email);
    const change = (PreviousPassword: string, ProposedPassword: string) =>
      stage.operator.send(new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword }));
    await expect(change('x', newPassword)).rejects.toMatchObject(wrongPassword);
    await expect(change(password, 'short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await change(password, newPassword);
    await expect(signIn(stage, email, clients.app.id, newPassword)).resolves.toBeDefined();
  });
});

describe('UpdateUserAttributes', () => {
  it('changes the address, which is then to be verified and signs in', async () => {
    const { email } = await signUp(stage);
    const { accessToken: AccessToken } = await signIn(stage, email);
    const moved = newEmail();
    const UserAttributes = [
      { Name: 'email', Value: moved },
      { Name: 'name', Value: 'Ann' },
    ];
    const answer = await stage.operator.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
    expect(answer.CodeDeliveryDetailsList).toHaveLength(1);
    expect(await attributesOf(AccessToken)).toMatchObject({ email: moved, email_verified: 'false', name: 'Ann' });
    await expect(signIn(stage, email)).rejects.toMatchObject(wrongPassword);

    const verification = { AccessToken, AttributeName: 'email', Code: stage.codeFor(moved) };
    await stage.operator.send(new VerifyUserAttributeCommand(verification));
    expect(await attributesOf(AccessToken)).toMatchObject({ email_verified: 'true' });
    await expect(signIn(stage, moved)).resolves.toBeDefined();
  });

  it('refuses the address of another user', async () => {
    const [first, second] = [await signUp(stage), await signUp(stage)];
    const { accessToken: AccessToken } = await signIn(stage, first.email);
    const UserAttributes = [{ Name: 'email', Value: second.email }];
    const command = new UpdateUserAttributesCommand({ AccessToken, UserAttributes });
    await expect(stage.operator.send(command)).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given email already exists.',
    });
  });

  it('sends another code on demand', async () => {
    const { email } = await signUp(stage);
    const { accessToken: AccessToken } = await signIn(stage, email);
    const command = new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' });
    await stage.operator.send(command);
    expect(stage.messages.at(-1)).toMatchObject({ destination: email, reason: 'VerifyUserAttribute' });
    const none = new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'phone_number' });
    await expect(stage.operator.send(none)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });
});

describe('DeleteUser', () => {
  it('frees the address', async () => {
    const { email, sub } = await signUp(stage);
    const { accessToken: AccessToken } = await signIn(stage, email);
    await stage.operator.send(new DeleteUserCommand({ AccessToken }));
    await expect(signIn(stage, email)).rejects.toMatchObject(wrongPassword);
    await expect(signUp(stage, email)).resolves.not.toMatchObject({ sub });
  });
});
