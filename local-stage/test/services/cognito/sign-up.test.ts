import { createHmac } from 'node:crypto';
import {
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CognitoStage,
  clientOf,
  clients,
  newEmail,
  password,
  pool,
  poolOf,
  signUp,
  startCognitoStage,
} from './cognito-stage.ts';

const names = poolOf('Names1234', {
  usernameAttributes: [],
  autoVerifiedAttributes: [],
  clients: [clientOf('names')],
});
const closedPool = poolOf('Closed123', { adminCreateUserOnly: true, clients: [clientOf('closed')] });
const phones = poolOf('Phones123', { usernameAttributes: ['email', 'phone_number'], clients: [clientOf('phones')] });

let stage: CognitoStage;
beforeAll(async () => {
  stage = await startCognitoStage({ pools: [pool, names, closedPool, phones] });
});
afterAll(() => stage.close());

const command = (changes: Partial<SignUpCommand['input']> = {}) =>
  new SignUpCommand({ ClientId: clients.app.id, Username: newEmail(), Password: password, ...changes });

describe('SignUp', () => {
  it('makes an unconfirmed user whose name is the sub, and mails a code', async () => {
    const email = `tess-${newEmail()}`;

    const answer = await stage.operator.send(command({ Username: email }));

    expect(answer).toMatchObject({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      CodeDeliveryDetails: { Destination: 't***@e***', DeliveryMedium: 'EMAIL', AttributeName: 'email' },
    });
    expect(stage.messages.at(-1)).toEqual({
      userPoolId: pool.id,
      username: answer.UserSub,
      reason: 'SignUp',
      medium: 'EMAIL',
      destination: email,
      code: expect.stringMatching(/^\d{6}$/),
    });
    const user = await stage.operator.send(new AdminGetUserCommand({ UserPoolId: pool.id, Username: email }));
    expect(user).toMatchObject({ Username: answer.UserSub, UserStatus: 'UNCONFIRMED', Enabled: true });
  });

  it('sends no code where the pool verifies nothing by itself', async () => {
    const answer = await stage.operator.send(
      command({
        ClientId: names.clients[0]?.id,
        Username: 'tess',
        UserAttributes: [{ Name: 'email', Value: newEmail() }],
      }),
    );
    expect(answer.CodeDeliveryDetails).toBeUndefined();
  });

  it('takes a phone number where the pool does', async () => {
    const answer = await stage.operator.send(command({ ClientId: phones.clients[0]?.id, Username: '+4915112345678' }));
    expect(answer.UserSub).toBeDefined();
  });

  const refusals: readonly [what: string, changes: Partial<SignUpCommand['input']>, error: string, message: string][] =
    [
      ['a name that is no email', { Username: 'tess' }, 'InvalidParameterException', 'Username should be an email.'],
      [
        'neither an email nor a phone number',
        { ClientId: phones.clients[0]?.id, Username: 'tess' },
        'InvalidParameterException',
        'Username should be either an email or a phone number.',
      ],
      [
        'a short password',
        { Password: 'Ab1' },
        'InvalidPasswordException',
        'Password did not conform with policy: Password not long enough',
      ],
      [
        'no capital',
        { Password: 'correct-horse-9' },
        'InvalidPasswordException',
        'Password did not conform with policy: Password must have uppercase characters',
      ],
      [
        'no small letter',
        { Password: 'CORRECT-HORSE-9' },
        'InvalidPasswordException',
        'Password did not conform with policy: Password must have lowercase characters',
      ],
      [
        'no digit',
        { Password: 'Correct-horse-x' },
        'InvalidPasswordException',
        'Password did not conform with policy: Password must have numeric characters',
      ],
      [
        'an unknown client',
        { ClientId: 'nobody' },
        'ResourceNotFoundException',
        'User pool client nobody does not exist.',
      ],
      [
        'a pool for administrators',
        { ClientId: closedPool.clients[0]?.id },
        'NotAuthorizedException',
        'SignUp is not permitted for this user pool',
      ],
      [
        'a client that verifies its own address',
        { UserAttributes: [{ Name: 'email_verified', Value: 'true' }] },
        'NotAuthorizedException',
        'A client attempted to write unauthorized attribute',
      ],
      [
        'an attribute that the pool does not have',
        { UserAttributes: [{ Name: 'custom:team', Value: 'red' }] },
        'InvalidParameterException',
        'Attributes did not conform to the schema: custom:team: Attribute does not exist in the schema.\n',
      ],
      [
        'no secret hash',
        { ClientId: clients.confidential.id },
        'NotAuthorizedException',
        `Client ${clients.confidential.id} is configured with secret but SECRET_HASH was not received`,
      ],
      [
        'a wrong secret hash',
        { ClientId: clients.confidential.id, SecretHash: 'bm8=' },
        'NotAuthorizedException',
        `Unable to verify secret hash for client ${clients.confidential.id}`,
      ],
    ];
  it.each(refusals)('refuses %s', async (_, changes, name, message) => {
    await expect(stage.operator.send(command(changes))).rejects.toMatchObject({ name, message });
  });

  it('takes the right secret hash', async () => {
    const email = newEmail();
    const { id, secret = '' } = clients.confidential;
    const hash = createHmac('sha256', secret).update(`${email}${id}`).digest('base64');
    const answer = await stage.operator.send(command({ ClientId: id, Username: email, SecretHash: hash }));
    expect(answer.UserSub).toBeDefined();
  });

  it('refuses an address that is taken, however it is spelt', async () => {
    const { email } = await signUp(stage);
    await expect(stage.operator.send(command({ Username: email.toUpperCase() }))).rejects.toMatchObject({
      name: 'UsernameExistsException',
      message: 'An account with the given email already exists.',
    });
  });

  it('answers on the wire as Cognito does', async () => {
    const response = await fetch(stage.origin, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.SignUp',
      },
      body: JSON.stringify({ ClientId: clients.app.id, Password: password }),
    });
    const message =
      "1 validation error detected: Value null at 'username' failed to satisfy constraint: Member must not be null";
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(response.headers.get('x-amzn-errortype')).toBe('InvalidParameterException:');
    expect(response.headers.get('x-amzn-errormessage')).toBe(message);
    expect(await response.json()).toEqual({ __type: 'InvalidParameterException', message });
  });
});

describe('ConfirmSignUp', () => {
  const confirm = (email: string, code: string, clientId = clients.app.id) =>
    stage.operator.send(new ConfirmSignUpCommand({ ClientId: clientId, Username: email, ConfirmationCode: code }));

  it('confirms the user and verifies the address', async () => {
    const { email } = await signUp(stage);
    const user = await stage.operator.send(new AdminGetUserCommand({ UserPoolId: pool.id, Username: email }));
    expect(user.UserStatus).toBe('CONFIRMED');
    expect(user.UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
  });

  it('refuses a wrong code, and after five of them even the right one', async () => {
    const email = newEmail();
    await stage.operator.send(command({ Username: email }));
    const wrong = stage.codeFor(email) === '000000' ? '111111' : '000000';
    for (let attempt = 0; attempt < 5; attempt++) {
      await expect(confirm(email, wrong)).rejects.toMatchObject({
        name: 'CodeMismatchException',
        message: 'Invalid verification code provided, please try again.',
      });
    }
    await expect(confirm(email, stage.codeFor(email))).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('refuses a code after a day, and takes a new one', async () => {
    const email = newEmail();
    await stage.operator.send(command({ Username: email }));
    stage.clock.advance(24 * 3_600_000);
    await expect(confirm(email, stage.codeFor(email))).rejects.toMatchObject({
      name: 'ExpiredCodeException',
      message: 'Invalid code provided, please request a code again.',
    });
    await stage.operator.send(new ResendConfirmationCodeCommand({ ClientId: clients.app.id, Username: email }));
    expect(stage.messages.at(-1)?.reason).toBe('ResendCode');
    await expect(confirm(email, stage.codeFor(email))).resolves.toBeDefined();
  });

  it('refuses a user who is confirmed', async () => {
    const { email } = await signUp(stage);
    await expect(confirm(email, '123456')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
    const resend = new ResendConfirmationCodeCommand({ ClientId: clients.app.id, Username: email });
    await expect(stage.operator.send(resend)).rejects.toMatchObject({ message: 'User is already confirmed.' });
  });

  it('tells of an unknown user only where the client does not hide it', async () => {
    const email = newEmail();
    await expect(confirm(email, '123456', clients.legacy.id)).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(confirm(email, '123456')).rejects.toMatchObject({ name: 'ExpiredCodeException' });
    const sent = stage.messages.length;
    const resend = new ResendConfirmationCodeCommand({ ClientId: clients.app.id, Username: email });
    const answer = await stage.operator.send(resend);
    expect(answer.CodeDeliveryDetails?.Destination).toBe(`${email.charAt(0)}***@e***`);
    expect(stage.messages).toHaveLength(sent);
  });
});
