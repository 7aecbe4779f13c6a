import {
  AdminCreateUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CognitoStage,
  clients,
  newEmail,
  password,
  pool,
  signUp,
  startCognitoStage,
  verify,
} from './cognito-stage.ts';
import { createSrpClient, type SrpChallenge } from './srp-client.ts';

let stage: CognitoStage;
beforeAll(async () => {
  stage = await startCognitoStage();
});
afterAll(() => stage.close());

async function start(USERNAME: string, SRP_A: string, ClientId = clients.srpOnly.id) {
  const { ChallengeName, ChallengeParameters = {} } = await stage.operator.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME, SRP_A } }),
  );
  const { SALT = '', SRP_B = '', SECRET_BLOCK = '', USER_ID_FOR_SRP = '', USERNAME: name } = ChallengeParameters;
  return { ChallengeName, name, challenge: { SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP } };
}

const respond = (ChallengeResponses: Record<string, string>, ClientId = clients.srpOnly.id) =>
  stage.operator.send(
    new RespondToAuthChallengeCommand({
      ClientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses,
    }),
  );

const answerOf = (srp: ReturnType<typeof createSrpClient>, challenge: SrpChallenge, given = password) =>
  srp.answer(challenge, given, new Date(stage.clock.now()));

const wrongPassword = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

describe('USER_SRP_AUTH', () => {
  it('signs in without the password going over the wire', async () => {
    const { email, sub } = await signUp(stage);
    const srp = createSrpClient(pool.id);
    const { ChallengeName, name, challenge } = await start(email, srp.publicValue);
    expect(ChallengeName).toBe('PASSWORD_VERIFIER');
    expect(name).toBe(sub);
    expect(challenge).toEqual({
      SALT: expect.stringMatching(/^[0-9a-f]+$/),
      SRP_B: expect.stringMatching(/^[0-9a-f]{700,768}$/),
      SECRET_BLOCK: expect.stringMatching(/^[\w+/]+=*$/),
      USER_ID_FOR_SRP: sub,
    });

    const answer = await respond(answerOf(srp, challenge));

    const { payload } = await verify(stage, answer.AuthenticationResult?.IdToken ?? '');
    expect(payload).toMatchObject({ sub, email, aud: clients.srpOnly.id });
  });

  it('refuses another password', async () => {
    const { email } = await signUp(stage);
    const srp = createSrpClient(pool.id);
    const { challenge } = await start(email, srp.publicValue);
    await expect(respond(answerOf(srp, challenge, `${password}!`))).rejects.toMatchObject(wrongPassword);
  });

  it('takes a proof once, and within three minutes', async () => {
    const { email } = await signUp(stage);
    const srp = createSrpClient(pool.id);
    const first = answerOf(srp, (await start(email, srp.publicValue)).challenge);
    await respond(first);
    await expect(respond(first)).rejects.toMatchObject({
      message: 'Invalid session for the user, session can only be used once.',
    });
    const late = answerOf(srp, (await start(email, srp.publicValue)).challenge);
    stage.clock.advance(3 * 60_000);
    await expect(respond(late)).rejects.toMatchObject({
      message: 'Invalid session for the user, session is expired.',
    });
  });

  it('takes a proof from the client that asked for the challenge only', async () => {
    const { email } = await signUp(stage);
    const srp = createSrpClient(pool.id);
    const proof = answerOf(srp, (await start(email, srp.publicValue)).challenge);
    const elsewhere = respond(proof, clients.app.id);
    await expect(elsewhere).rejects.toMatchObject({ message: 'Invalid session for the user.' });
    await expect(respond(proof)).resolves.toBeDefined();
  });

  it('refuses public values that would fix the session key', async () => {
    const { email } = await signUp(stage);
    for (const value of ['0', 'zz']) {
      await expect(start(email, value)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('wants the timestamp in its form', async () => {
    const { email } = await signUp(stage);
    const srp = createSrpClient(pool.id);
    const { challenge } = await start(email, srp.publicValue);
    const responses = { ...answerOf(srp, challenge), TIMESTAMP: new Date(stage.clock.now()).toISOString() };
    await expect(respond(responses)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.',
    });
  });

  it('answers for an unknown user as for a known one, the same salt and id each time', async () => {
    const email = newEmail();
    const srp = createSrpClient(pool.id);
    const { challenge } = await start(email, srp.publicValue);
    const again = await start(email, srp.publicValue);
    expect(challenge.USER_ID_FOR_SRP).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
    expect(again.challenge).toMatchObject({ SALT: challenge.SALT, USER_ID_FOR_SRP: challenge.USER_ID_FOR_SRP });
    expect(again.challenge.SRP_B).not.toBe(challenge.SRP_B);
    await expect(respond(answerOf(srp, challenge))).rejects.toMatchObject(wrongPassword);
    await expect(start(email, srp.publicValue, clients.legacy.id)).rejects.toMatchObject({
      name: 'UserNotFoundException',
    });
  });

  it('leads on to the challenge of a new password', async () => {
    const email = newEmail();
    const command = { UserPoolId: pool.id, Username: email, TemporaryPassword: password };
    await stage.operator.send(new AdminCreateUserCommand(command));
    const srp = createSrpClient(pool.id);
    const { challenge } = await start(email, srp.publicValue);
    const answer = await respond(answerOf(srp, challenge));
    expect(answer).toMatchObject({ ChallengeName: 'NEW_PASSWORD_REQUIRED', Session: expect.any(String) });
  });
});
