import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../src/clock.ts';
import { createCognito } from '../../../src/services/cognito/cognito.ts';
import { openState } from '../../../src/state.ts';
import { clients, pool, region, signIn, signUp, startCognitoStage, verify } from './cognito-stage.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cognito-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('a restart on the same state', () => {
  it('keeps users, sign-ins and signing keys', async () => {
    const before = await startCognitoStage({ directory });
    const { email, sub } = await signUp(before);
    const tokens = await signIn(before, email);
    await before.close();

    const after = await startCognitoStage({ directory });

    expect((await verify(after, tokens.idToken)).payload.sub).toBe(sub);
    await expect(signIn(after, email)).resolves.toBeDefined();
    const refreshed = await after.operator.send(
      new InitiateAuthCommand({
        ClientId: clients.app.id,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: tokens.refreshToken },
      }),
    );
    expect(refreshed.AuthenticationResult?.IdToken).toBeDefined();
    await after.close();
  });
});

describe('signing keys', () => {
  const dependencies = () => ({
    clock: createClock(0),
    state: openState(directory),
    authorization: { require: () => undefined },
    region,
  });

  it('are not waited for: until a pool has one, its key set is empty', () => {
    const given = dependencies();
    const cognito = createCognito([pool], given);
    expect(cognito.keysOf(pool.issuer)).toEqual({ keys: [] });
    cognito.close();
    given.state.close();
  });

  it('that are generated after the stage has closed are not kept', async () => {
    const given = dependencies();
    const cognito = createCognito([pool], given);
    const request = {
      method: 'GET',
      path: `/${pool.id}/.well-known/jwks.json`,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
      caller: null,
      requestId: 'r',
      origin: 'http://127.0.0.1',
    };
    const asked = cognito.handle(request);
    cognito.close();
    given.state.close();
    await expect(asked).rejects.toThrow(`user pool ${pool.id} was closed before its`);
  });
});
