import { describe, expect, it } from 'vitest';
import type { HttpAuthorizer } from '../../src/gateway/http/configuration.ts';
import type { RestAuthorizer } from '../../src/gateway/rest/configuration.ts';
import { writeProject } from '../conformance/project.ts';
import { configured } from '../resources/configuring.ts';
import { guardedDocument } from './guarded-document.ts';
import { guardedStage } from './guarded-stage.ts';

const stage = guardedStage();

/** Routes behind each kind of authorizer that a REST API can have; the first two are those of tokens.test.ts. */
const restKinds: Readonly<Record<RestAuthorizer['kind'], readonly string[]>> = {
  COGNITO_USER_POOLS: ['rest /cognito', 'rest /cognito-scoped'],
  TOKEN: ['rest /token'],
  REQUEST: ['rest /request'],
};
const httpKinds: Readonly<Record<HttpAuthorizer['kind'], readonly string[]>> = {
  JWT: ['http /jwt', 'http /jwt-scoped'],
  REQUEST: ['http /request'],
};

it('every kind of authorizer is on a route of the suite', () => {
  const project = writeProject(guardedDocument);
  const { restApis, httpApis } = configured(guardedDocument, project.folder);
  project.remove();
  const kindsOf = (apis: readonly { readonly authorizers: Readonly<Record<string, { readonly kind: string }>> }[]) =>
    apis.flatMap(({ authorizers }) => Object.values(authorizers).map(({ kind }) => kind)).sort();
  expect(kindsOf(restApis)).toEqual(Object.keys(restKinds).sort());
  expect(kindsOf(httpApis)).toEqual(Object.keys(httpKinds).sort());
});

it.each([...Object.values(restKinds), ...Object.values(httpKinds)].flat())('%s refuses nobody', async (route) => {
  const before = stage().invocations();
  const { status, body } = await stage().get(route, []);
  expect([status, body.toString()]).toEqual([401, '{"message":"Unauthorized"}']);
  expect(stage().invocations()).toBe(before);
});

async function ask(route: string, token: string) {
  const before = stage().invocations();
  const { status, headers, body } = await stage().get(route, [['Authorization', token]]);
  const errorType = headers.find(([name]) => name.toLowerCase() === 'x-amzn-errortype')?.[1];
  return { status, errorType, body: body.toString(), invoked: stage().invocations() - before };
}

/** Texts recorded from AWS by others, and the API Gateway Developer Guide, "Output from an API Gateway Lambda authorizer". */
describe.each(['rest /token', 'rest /request'])('the function behind %s', (route) => {
  const denied = 'User is not authorized to access this resource';
  const broken = { status: 500, errorType: 'AuthorizerConfigurationException', body: '{"message":null}', invoked: 0 };

  it('lets in whom its policy allows', async () => {
    expect(await ask(route, 'allow')).toMatchObject({ status: 200, invoked: 1 });
  });

  it.each([
    ['throws "Unauthorized"', 'Unauthorized', 401, 'UnauthorizedException', '{"message":"Unauthorized"}'],
    ['throws anything else', 'unauthorized', 500, 'AuthorizerFailureException', '{"message":null}'],
    [
      'denies',
      'deny',
      403,
      'AccessDeniedException',
      `{"Message":"${denied} with an explicit deny in an identity-based policy"}`,
    ],
    ['allows something else', 'elsewhere', 403, 'AccessDeniedException', `{"Message":"${denied}"}`],
  ])('refuses where it %s', async (_what, token, status, errorType, body) => {
    expect(await ask(route, token)).toEqual({ status, errorType, body, invoked: 0 });
  });

  it.each(['no policy', 'no principal', 'empty principal', 'array'])('refuses an answer with %s', async (token) => {
    expect(await ask(route, token)).toEqual(broken);
  });

  it('is asked again about a token in other letters, however often the first was let in', async () => {
    expect(await ask(route, 'ok')).toMatchObject({ status: 200 });
    expect(await ask(route, 'ok')).toMatchObject({ status: 200 });
    for (const token of ['OK', 'Ok', 'okk', 'o']) expect(await ask(route, token)).toMatchObject({ status: 500 });
  });

  it('is asked anew for another stage', async () => {
    const [, path = ''] = route.split(' ');
    expect(await ask(route, 'allow')).toMatchObject({ status: 200 });
    const other = stage().stage.urls.find(({ url }) => url.endsWith('/other'))?.url;
    const answer = await fetch(`${other}${path}`, { headers: { Authorization: 'allow' } });
    // The answer for the first stage allows nothing of this one.
    expect(answer.status).toBe(200);
  });
});

describe('the function behind http /request', () => {
  const forbidden = { status: 403, errorType: undefined, body: '{"message":"Forbidden"}', invoked: 0 };
  const failed = { status: 500, errorType: undefined, body: '{"message":"Internal Server Error"}', invoked: 0 };

  it('lets in whom it says', async () => {
    expect(await ask('http /request', 'ok')).toMatchObject({ status: 200, invoked: 1 });
  });

  it.each([
    ['says no', 'bad', forbidden],
    ['says yes in a text', 'text', failed],
    ['says something else', 'else', failed],
    ['fails', 'unknown', failed],
  ])('refuses where it %s', async (_what, token, answer) => {
    expect(await ask('http /request', token)).toEqual(answer);
  });

  it('is asked again about a token in other letters, however often the first was let in', async () => {
    expect(await ask('http /request', 'ok')).toMatchObject({ status: 200 });
    for (const token of ['OK', 'okk']) expect(await ask('http /request', token)).toEqual(failed);
  });
});
