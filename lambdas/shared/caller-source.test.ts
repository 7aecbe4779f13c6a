import { globSync, readFileSync } from 'node:fs';
import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { describe, expect, test, vi } from 'vitest';
import { exampleOf } from '../../contracts/openapi/examples.ts';
import { publicApi } from '../../contracts/public-api.ts';
import { type Access, type ApiTable, type Operation, operationsOf } from '../../contracts/route-table.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { type AuthorizerContext, type Caller, callerId } from './caller.ts';
import { httpHandler } from './http-handler.ts';
import { logger } from './logger.ts';
import { restHandler } from './rest-handler.ts';

/** Who calls is what the gateway's authorizer says, for every route, whatever the request says of itself. */

vi.spyOn(logger, 'info').mockImplementation(() => undefined);
const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);

const mallory = 'mallory';
const token = (claims: object) =>
  `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.x`;

/** Everything by which a request could name a caller, were it asked. */
const claims = { sub: mallory, client_id: mallory, partnerId: mallory, userArn: mallory, 'cognito:username': mallory };
const spoofed: Readonly<Record<string, string>> = {
  Authorization: `Bearer ${token(claims)}`,
  Cookie: `user=${mallory}`,
  'X-User-Id': mallory,
  'X-Partner-Id': mallory,
  'X-Forwarded-User': mallory,
  'X-Amzn-Oidc-Identity': mallory,
  'X-Amzn-Oidc-Data': token(claims),
};

/** What each authorizer says of a caller, and whom that is. */
const vouched: Readonly<Record<Access['kind'], readonly [AuthorizerContext, string]>> = {
  public: [undefined, 'public'],
  user: [{ claims: { sub: 'ann' } }, 'user:ann'],
  partner: [{ principalId: 'acme', partnerId: 'acme' }, 'partner:acme'],
  jwt: [{ jwt: { claims: { client_id: 'desk' } } }, 'client:desk'],
  iam: [{ iam: { userArn: 'arn:aws:sts::1:assumed-role/ops/jo' } }, 'principal:arn:aws:sts::1:assumed-role/ops/jo'],
  webhook: [{ lambda: { partnerId: 'acme' } }, 'partner:acme'],
};

/** Nothing is repeated here, so no row needs a keeper of its idempotency keys. */
const adapt = restHandler as (api: ApiTable, operationId: string, look: never) => ReturnType<typeof restHandler>;

/**
 * Runs the adapter of an operation with an implementation that only looks at its caller.
 *
 * @returns undefined if it is never asked.
 */
async function callerSeenBy(
  api: ApiTable,
  operation: Operation,
  authorizer: AuthorizerContext,
): Promise<Caller | undefined> {
  let seen: Caller | undefined;
  const look = (({ caller }: { caller: Caller }) => {
    seen = caller;
    return Promise.resolve({ status: 204 });
  }) as never;
  const { operationId } = operation;
  if (api.kind === 'rest') await adapt(api, operationId, look)(restEvent(operation, authorizer), {} as Context);
  else await httpHandler(api, operationId, look)(httpEvent(operation, authorizer), {} as Context);
  return seen;
}

const body = ({ body: schema }: Operation) => (schema === undefined ? undefined : JSON.stringify(exampleOf(schema)));
const pathParameters = ({ pathParameters: parameters }: Operation) =>
  Object.fromEntries(parameters.map(({ name, schema }) => [name, String(exampleOf(schema))]));
const headers = { ...spoofed, 'If-Match': '*' };

const restEvent = (operation: Operation, authorizer: AuthorizerContext) =>
  ({
    headers,
    path: operation.path,
    pathParameters: pathParameters(operation),
    queryStringParameters: null,
    body: body(operation) ?? null,
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1', path: `/dev${operation.path}`, authorizer, identity: { user: mallory } },
  }) as unknown as APIGatewayProxyEvent;

const httpEvent = (operation: Operation, authorizer: AuthorizerContext) =>
  ({
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    cookies: [`user=${mallory}`],
    pathParameters: pathParameters(operation),
    body: body(operation),
    isBase64Encoded: false,
    requestContext: { requestId: 'request-1', authorizer },
  }) as unknown as APIGatewayProxyEventV2;

const rows = [taskApi, publicApi].flatMap((api) => operationsOf(api).map((operation) => ({ api, operation })));

describe.each(rows)('$operation.operationId', ({ api, operation }) => {
  const [authorizer, name] = vouched[operation.access.kind];

  test('is called by whom the gateway vouches for', async () => {
    const caller = await callerSeenBy(api, operation, authorizer);
    expect(caller && callerId(caller)).toBe(name);
  });

  test('is called by nobody where the gateway vouches for nobody', async () => {
    const caller = await callerSeenBy(api, operation, undefined);
    if (operation.access.kind === 'public') expect(caller).toEqual({ kind: 'public' });
    else {
      expect(caller).toBeUndefined();
      const problem = expect.stringContaining(`The gateway names no ${operation.access.kind} as the caller`);
      expect(logged).toHaveBeenLastCalledWith('INTERNAL_ERROR', expect.objectContaining({ message: problem }));
    }
  });
});

/** The other way to a caller: a file that reads the event, a token or a credential by itself. */
const reads = /\brequestContext\b|\bauthorization(?:Token)?\b|x-amzn-oidc|\bdecodeJwt\b|from 'jose'/i;
/** The adapters, through which every handler gets its caller, and the authorizers, which are the gateway's. */
const gate = [
  'lambdas/partners/partner-authorizer.ts',
  'lambdas/partners/partner-token.ts',
  'lambdas/shared/caller.ts',
  'lambdas/shared/http-handler.ts',
  'lambdas/shared/rest-handler.ts',
  'lambdas/webhooks/webhook-authorizer.ts',
];

test('no other file reads who calls', () => {
  const files = globSync('lambdas/**/*.ts', { exclude: ['**/*.test.ts', 'lambdas/integration/**'] });
  const readers = files.filter((file) => reads.test(readFileSync(file, 'utf8'))).sort();
  expect(files.length).toBeGreaterThan(80);
  expect(readers).toEqual(gate);
});

test("every route's handler is made by an adapter", () => {
  const made = globSync('lambdas/*/*.ts', { exclude: ['**/*.test.ts'] }).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const [, id] = /^export const handler = (?:rest|http)Handler\(\s*\w+,\s*'(\w+)'/m.exec(text) ?? [];
    return id === undefined ? [] : [id];
  });
  expect(made.sort()).toEqual(rows.map(({ operation }) => operation.operationId).sort());
});
