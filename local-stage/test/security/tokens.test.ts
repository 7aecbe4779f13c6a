import { describe, expect, it } from 'vitest';
import type { RawResponse } from '../conformance/raw-client.ts';
import { type Claims, claimsOf, type Fault, forgedTokens, rs256, type TokenKind } from './forged-tokens.ts';
import { scope } from './guarded-document.ts';
import { type GuardedStage, guardedStage } from './guarded-stage.ts';

const stage = guardedStage();

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly errorType?: string | undefined;
  readonly challenge?: string | undefined;
}

/** A route whose authorizer verifies tokens itself. */
interface TokenRoute {
  /** What it lets in. */
  readonly kinds: readonly TokenKind[];
  refusal(fault: Fault): Answer;
}

const unauthorized = { status: 401, body: '{"message":"Unauthorized"}' };

/** Source: API Gateway Developer Guide, "Control access to REST APIs using Amazon Cognito user pools as an authorizer". */
const onRest = (fault: Fault): Answer => ({
  ...unauthorized,
  ...(fault === 'expired' && { body: '{"message":"The incoming token has expired"}' }),
  errorType: 'UnauthorizedException',
  challenge: undefined,
});

const descriptions: Readonly<Record<Fault, string>> = {
  malformed: 'the token is malformed',
  algorithm: 'the token has an unsupported signing method',
  'unknown key': 'the token has an unknown key id',
  signature: 'the token has an invalid signature',
  issuer: 'the token does not have a valid issuer',
  expired: 'the token has expired',
  'not yet valid': 'the token is not valid yet',
  audience: 'the token does not have a valid audience',
};

/** Source: API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers in API Gateway". */
const onHttp =
  (scopes: string) =>
  (fault: Fault): Answer => ({
    ...unauthorized,
    errorType: undefined,
    challenge: `Bearer scope="${scopes}" error="invalid_token" error_description="${descriptions[fault]}"`,
  });

const routes: Readonly<Record<string, TokenRoute>> = {
  'rest /cognito': { kinds: ['id'], refusal: onRest },
  'rest /cognito-scoped': { kinds: ['access'], refusal: onRest },
  'http /jwt': { kinds: ['id', 'access'], refusal: onHttp('') },
  'http /jwt-scoped': { kinds: ['access'], refusal: onHttp(scope) },
};

const read = ({ status, headers, body }: RawResponse): Answer => {
  const header = (name: string) => headers.find(([given]) => given.toLowerCase() === name)?.[1];
  return {
    status,
    body: body.toString(),
    errorType: header('x-amzn-errortype'),
    challenge: header('www-authenticate'),
  };
};

const valid = (kind: TokenKind, changes: Claims = {}) =>
  rs256(stage().keys[kind], { ...claimsOf[kind](stage()), ...changes });

/** Sends a token that is to be refused: the function must not run. */
async function refused(route: string, token: string): Promise<Answer> {
  const before = stage().invocations();
  const answer = read(await stage().get(route, [['Authorization', `Bearer ${token}`]]));
  expect(stage().invocations()).toBe(before);
  return answer;
}

const cases = Object.entries(routes).flatMap(([route, { kinds, refusal }]) =>
  kinds.map((kind) => ({ route, kind, refusal })),
);

describe.each(cases)('$route with a token of use $kind', ({ route, kind, refusal }) => {
  it('lets a token of the pool in', async () => {
    const { status, body } = await stage().get(route, [['Authorization', `Bearer ${valid(kind)}`]]);
    expect(status).toBe(200);
    expect(JSON.parse(body.toString())).toMatchObject({ requestContext: { authorizer: expect.anything() } });
  });

  it.each(Object.entries(forgedTokens))('refuses a token %s', async (_what, { fault, make }) => {
    expect(await refused(route, make(kind, stage()))).toEqual(refusal(fault));
  });

  it('refuses a token without an end', async () => {
    expect((await refused(route, valid(kind, { exp: undefined }))).status).toBe(401);
    expect((await refused(route, valid(kind, { exp: 'never' }))).status).toBe(401);
  });

  it('refuses what is no token', async () => {
    for (const text of ['garbage', 'a.b.c', '..', Buffer.alloc(4000, 'a').toString()]) {
      expect((await refused(route, text)).status).toBe(401);
    }
  });

  it('refuses a token that it let in before, once it has expired', async () => {
    const now = Math.floor(stage().stage.clock.now() / 1000);
    const token = valid(kind, { exp: now + 60 });
    expect((await stage().get(route, [['Authorization', token]])).status).toBe(200);
    stage().stage.clock.advance(60_000);
    expect(await refused(route, token)).toEqual(refusal('expired'));
  });

  it('takes no token from anywhere but its header', async () => {
    const { status } = await stage().get(`${route}?Authorization=${valid(kind)}`, [['Cookie', valid(kind)]]);
    expect(status).toBe(401);
  });
});

describe('a token for something else', () => {
  const insufficient = {
    status: 403,
    body: '{"message":"Forbidden"}',
    errorType: undefined,
    challenge: `Bearer scope="${scope}" error="insufficient_scope"`,
  };

  it.each<[route: string, what: string, token: (running: GuardedStage) => string, answer: Answer]>([
    ['rest /cognito', 'of use access', () => valid('access'), onRest('audience')],
    ['rest /cognito', 'of an unknown use', () => valid('id', { token_use: 'refresh' }), onRest('audience')],
    ['rest /cognito', 'of no use', () => valid('id', { token_use: undefined }), onRest('audience')],
    ['rest /cognito-scoped', 'of use id', () => valid('id'), onRest('audience')],
    ['rest /cognito-scoped', 'of use id with the scope', () => valid('id', { scope }), onRest('audience')],
    ['rest /cognito-scoped', 'without the scope', () => valid('access', { scope: 'openid' }), onRest('audience')],
    ['rest /cognito-scoped', 'with a longer scope', () => valid('access', { scope: `${scope}s` }), onRest('audience')],
    [
      'rest /cognito-scoped',
      'with its scopes as a list',
      () => valid('access', { scope: [scope] }),
      onRest('audience'),
    ],
    ['http /jwt', 'for another client', () => valid('id', { aud: 'another' }), onHttp('')('audience')],
    ['http /jwt', 'of another client', () => valid('access', { client_id: 'another' }), onHttp('')('audience')],
    [
      'http /jwt',
      'for another client, of the right one',
      ({ clientId }) => valid('access', { aud: 'another', client_id: clientId }),
      onHttp('')('audience'),
    ],
    ['http /jwt', 'for nobody', () => valid('id', { aud: undefined }), onHttp('')('audience')],
    ['http /jwt-scoped', 'of use id', () => valid('id'), insufficient],
    ['http /jwt-scoped', 'without the scope', () => valid('access', { scope: 'openid' }), insufficient],
    ['http /jwt-scoped', 'with a longer scope', () => valid('access', { scope: `${scope}s` }), insufficient],
  ])('%s refuses one %s', async (route, _what, token, answer) => {
    expect(await refused(route, token(stage()))).toEqual(answer);
  });
});
