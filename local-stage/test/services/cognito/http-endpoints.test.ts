import { AdminDisableUserCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAnonymousCognitoRequest } from '../../../src/services/cognito/cognito.ts';
import {
  type CognitoStage,
  clientOf,
  clients,
  pool,
  poolOf,
  signIn,
  signUp,
  startCognitoStage,
  verify,
} from './cognito-stage.ts';

const withoutDomain = poolOf('Plain1234', { domain: undefined, clients: [clientOf('plain')] });

let stage: CognitoStage;
beforeAll(async () => {
  stage = await startCognitoStage({ pools: [pool, withoutDomain] });
});
afterAll(() => stage.close());

const contacts = { id: clients.contacts.id, secret: clients.contacts.secret ?? '' };

async function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${stage.origin}/${path}`, { method: 'POST', headers, body: new URLSearchParams(form) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) };
}
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const token = (form: Record<string, string>, headers?: Record<string, string>) =>
  post(`${pool.id}/oauth2/token`, form, headers);
const clientCredentials = (form: Record<string, string> = {}) =>
  token({ grant_type: 'client_credentials', ...form }, basic(contacts.id, contacts.secret));

describe('client credentials', () => {
  it('give an access token of the client with the scopes asked for', async () => {
    const { status, headers, body } = await clientCredentials({ scope: 'contacts/read' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({ access_token: expect.any(String), expires_in: 3600, token_type: 'Bearer' });
    const now = Math.floor(stage.clock.now() / 1000);
    expect((await verify(stage, body.access_token)).payload).toEqual({
      sub: contacts.id,
      client_id: contacts.id,
      token_use: 'access',
      scope: 'contacts/read',
      iss: pool.issuer,
      auth_time: now,
      iat: now,
      exp: now + 3600,
      version: 2,
      jti: expect.any(String),
    });
  });

  it('give every scope of the client where none is asked for, and take credentials from the form', async () => {
    const credentials = { client_id: contacts.id, client_secret: contacts.secret };
    const { body } = await token({ grant_type: 'client_credentials', ...credentials });
    expect((await verify(stage, body.access_token)).payload['scope']).toBe('contacts/read contacts/write');
  });

  it('are no token of a user', async () => {
    const { body } = await clientCredentials();
    const command = new GetUserCommand({ AccessToken: body.access_token });
    await expect(stage.operator.send(command)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token does not have required scopes',
    });
  });

  it.each(['contacts/purge', 'contacts/nothing', 'openid', 'contacts/read openid'])(
    'are refused the scope %s',
    async (scope) => {
      expect(await clientCredentials({ scope })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    },
  );
});

describe('the token endpoint', () => {
  const grant = { grant_type: 'client_credentials' };
  const refusals: readonly [
    what: string,
    form: Record<string, string>,
    headers: Record<string, string>,
    error: string,
  ][] = [
    ['a wrong secret', grant, basic(contacts.id, 'x'), 'invalid_client'],
    ['no secret', { ...grant, client_id: contacts.id }, {}, 'invalid_client'],
    ['an unknown client', grant, basic('nobody', 'x'), 'invalid_client'],
    ['no client', grant, {}, 'invalid_client'],
    ['a client without the flow', { ...grant, client_id: clients.app.id }, {}, 'unauthorized_client'],
    ['a public client', { ...grant, client_id: clients.publicMachine.id }, {}, 'unauthorized_client'],
    ['an unknown grant', { grant_type: 'constructor' }, basic(contacts.id, contacts.secret), 'unsupported_grant_type'],
    ['no grant', {}, basic(contacts.id, contacts.secret), 'invalid_request'],
    [
      'a grant of a refresh token without one',
      { grant_type: 'refresh_token', client_id: clients.app.id },
      {},
      'invalid_request',
    ],
  ];
  it.each(refusals)('refuses %s', async (_, form, headers, error) => {
    expect(await token(form, headers)).toMatchObject({ status: 400, body: { error } });
  });

  it('refuses a body that is no form', async () => {
    const response = await fetch(`${stage.origin}/${pool.id}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });

  it('renews the tokens of a user until they are revoked', async () => {
    const { email, sub } = await signUp(stage);
    const { refreshToken } = await signIn(stage, email);
    const form = { grant_type: 'refresh_token', client_id: clients.app.id, refresh_token: refreshToken };
    const { body } = await token(form);
    expect(body).toMatchObject({ expires_in: 3600, token_type: 'Bearer' });
    expect((await verify(stage, body.id_token)).payload).toMatchObject({ sub, token_use: 'id' });
    await stage.operator.send(new AdminDisableUserCommand({ UserPoolId: pool.id, Username: email }));
    expect(await token(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('is not there without a domain, nor in a pool that is not there', async () => {
    const { status, body } = await post(`${withoutDomain.id}/oauth2/token`, grant);
    expect(status).toBe(404);
    expect(body.message).toContain('aws_cognito_user_pool.Plain1234');
    expect((await post('eu-west-1_Nowhere12/oauth2/token', grant)).status).toBe(404);
  });
});

describe('the revocation endpoint', () => {
  const revoke = (form: Record<string, string>) => post(`${pool.id}/oauth2/revoke`, form);

  it('revokes a refresh token', async () => {
    const { email } = await signUp(stage);
    const { refreshToken, accessToken } = await signIn(stage, email);
    const client_id = clients.app.id;
    expect(await revoke({ client_id })).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await revoke({ client_id, token: accessToken })).toMatchObject({
      body: { error: 'unsupported_token_type' },
    });
    expect(await revoke({ client_id: 'nobody', token: refreshToken })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await revoke({ client_id: clients.legacy.id, token: refreshToken })).toMatchObject({ status: 401 });
    expect(await revoke({ client_id, token: refreshToken })).toMatchObject({ status: 200, body: undefined });
    const form = { grant_type: 'refresh_token', client_id, refresh_token: refreshToken };
    expect(await token(form)).toMatchObject({ body: { error: 'invalid_grant' } });
  });

  it('refuses a client that does not revoke', async () => {
    const form = { client_id: clients.unrevocable.id, token: 'x' };
    expect(await revoke(form)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('the documents of a pool', () => {
  it('name the endpoints of the stage and the issuer of AWS', async () => {
    const discovered = async (poolId: string) =>
      JSON.parse(await (await fetch(`${stage.origin}/${poolId}/.well-known/openid-configuration`)).text());
    expect(await discovered(pool.id)).toMatchObject({
      issuer: pool.issuer,
      jwks_uri: `${stage.origin}/${pool.id}/.well-known/jwks.json`,
      token_endpoint: `${stage.origin}/${pool.id}/oauth2/token`,
    });
    expect(await discovered(withoutDomain.id)).not.toHaveProperty('token_endpoint');
  });

  it('hold two public keys, which gateways get too', async () => {
    const { keys } = JSON.parse(await (await fetch(`${stage.origin}/${pool.id}/.well-known/jwks.json`)).text());
    const shape = { alg: 'RS256', e: 'AQAB', kid: expect.any(String), kty: 'RSA', n: expect.any(String), use: 'sig' };
    expect(keys).toEqual([shape, shape]);
    expect(stage.cognito.keysOf(pool.issuer)?.keys).toEqual(keys);
    expect(stage.cognito.keysOf('https://elsewhere.example.com')).toBeUndefined();
    expect(stage.cognito.issuerOf(pool.arn)).toBe(pool.issuer);
    expect(stage.cognito.issuerOf('arn:aws:cognito-idp:eu-west-1:123456789012:userpool/x')).toBeUndefined();
  });
});

describe('isAnonymousCognitoRequest', () => {
  it.each([
    ['POST', '/', { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' }, true],
    ['POST', '/', { 'x-amz-target': 'secretsmanager.GetSecretValue' }, false],
    ['POST', '/', {}, false],
    ['GET', '/eu-west-1_Abc123/.well-known/jwks.json', {}, true],
    ['POST', '/eu-west-1_Abc123/oauth2/token', {}, true],
    ['GET', '/eu-west-1_Abc123/oauth2/token', {}, false],
    ['GET', '/my-bucket/.well-known/jwks.json', {}, false],
  ] as const)('%s %s %o is %s', (method, path, headers, expected) => {
    expect(isAnonymousCognitoRequest({ method, path, headers })).toBe(expected);
  });
});
