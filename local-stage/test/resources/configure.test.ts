import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../src/resources/catalogue.ts';
import type { StageConfiguration } from '../../src/stage-configuration.ts';
import { configured } from './configuring.ts';
import { ordersDocument } from './orders-document.ts';
import { type OrdersProject, writeOrdersProject } from './orders-project.ts';
import { scheduledOrders } from './scheduled-orders.ts';
import { shopDocument } from './shop-document.ts';

let project: OrdersProject;
let shop: StageConfiguration;
let orders: StageConfiguration;

beforeAll(() => {
  project = writeOrdersProject();
  shop = configured(shopDocument(), project.folder);
  orders = configured(ordersDocument(), project.folder);
});
afterAll(() => project.remove());

describe('the configuration of a stage', () => {
  it('reads user pools with their clients, scopes and domain', () => {
    const [users, plain] = shop.userPools;
    expect(users).toMatchObject({
      id: expect.stringMatching(/^eu-west-1_[A-Za-z0-9]{9}$/),
      issuer: `https://cognito-idp.eu-west-1.amazonaws.com/${users?.id}`,
      usernamesCaseSensitive: false,
      customAttributes: ['custom:team'],
      adminCreateUserOnly: true,
      passwordPolicy: { minimumLength: 12, requireNumbers: true, requireSymbols: false },
      resourceServers: [{ identifier: 'shop', scopes: ['read'] }],
      domain: 'shop-users',
    });
    expect(users?.clients).toMatchObject([
      {
        name: 'web',
        secret: undefined,
        accessTokenValiditySeconds: 3600,
        refreshTokenValiditySeconds: 2_592_000,
        preventUserExistenceErrors: true,
        allowedOAuthScopes: [],
      },
      {
        name: 'reader',
        secret: expect.stringMatching(/^[a-z0-9]{51}$/),
        accessTokenValiditySeconds: 900,
        allowedOAuthFlows: ['client_credentials'],
        allowedOAuthScopes: ['shop/read'],
      },
    ]);
    expect(plain).toMatchObject({
      passwordPolicy: { minimumLength: 8, requireSymbols: true },
      usernamesCaseSensitive: true,
      domain: undefined,
    });
  });

  it('reads roles with every policy that they are given', () => {
    expect(shop.roles).toMatchObject([
      {
        arn: 'arn:aws:iam::123456789012:role/shop/api',
        uniqueId: expect.stringMatching(/^AROA[A-Z0-9]{17}$/),
        policies: [
          { address: 'aws_iam_role.api' },
          {
            address: 'aws_iam_policy.table',
            document: { Statement: [{ Resource: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders' }] },
          },
        ],
      },
    ]);
    expect(orders.roles[0]?.policies).toMatchObject([{ address: 'aws_iam_role_policy_attachment.logs' }]);
    expect(orders.roles[1]?.policies).toMatchObject([
      {
        document: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'Consume',
              Effect: 'Allow',
              Resource: 'arn:aws:sqs:eu-central-1:123456789012:orders-default-orders',
            },
          ],
        },
      },
    ]);
  });

  it('reads policies of queues, buckets and secrets', () => {
    expect(shop.resourcePolicies.map(({ resourceArn }) => resourceArn)).toEqual([
      'arn:aws:sqs:eu-west-1:123456789012:jobs',
      'arn:aws:s3:::shop-files',
      shop.secrets[0]?.arn,
    ]);
  });

  it('reads functions with their environment, log group and permissions', () => {
    expect(shop.functions).toMatchObject([
      {
        name: 'api',
        memorySizeMb: 256,
        timeoutSeconds: 3,
        reservedConcurrency: 0,
        logGroupName: '/shop/api',
        environment: { TOKEN_URL: `http://127.0.0.1:4002/${shop.userPools[0]?.id}/oauth2/token` },
      },
    ]);
    expect(orders.functions[0]).toMatchObject({
      reservedConcurrency: undefined,
      logGroupName: '/aws/lambda/orders-default-api',
      permissions: [
        {
          sourceArn: `arn:aws:execute-api:eu-central-1:123456789012:${orders.restApis[0]?.id}/*/*`,
          statementId: expect.stringMatching(/^terraform-\d{26}$/),
        },
        { sourceArn: `arn:aws:execute-api:eu-central-1:123456789012:${orders.httpApis[0]?.id}/*/*` },
      ],
    });
  });

  it('reads REST APIs', () => {
    const [api] = shop.restApis;
    const [users, partner] = Object.values(api?.authorizers ?? {});
    expect(api).toMatchObject({
      id: expect.stringMatching(/^[a-z0-9]{10}$/),
      binaryMediaTypes: ['image/png'],
      models: { Order: { schema: { type: 'object' } } },
    });
    expect([users, partner]).toMatchObject([
      { kind: 'COGNITO_USER_POOLS', identitySource: 'method.request.header.Authorization' },
      { kind: 'TOKEN', resultTtlSeconds: 0, functionArn: shop.functions[0]?.arn },
    ]);
    expect(api?.resources[0]?.methods).toMatchObject({
      POST: {
        authorizerId: partner?.id,
        apiKeyRequired: true,
        requestParameters: { 'method.request.header.Accept': true },
        validator: { validatesBody: true, validatesParameters: false },
        integration: { kind: 'AWS_PROXY', timeoutMs: 5000 },
      },
      OPTIONS: {
        integration: {
          kind: 'MOCK',
          passthroughBehavior: 'WHEN_NO_MATCH',
          responses: [
            {
              statusCode: '204',
              selectionPattern: undefined,
              responseParameters: { 'method.response.header.Vary': "'Origin'" },
            },
          ],
        },
      },
    });
    expect(api?.stages).toMatchObject([
      {
        name: 'live',
        accessLog: { logGroupName: '/shop/api' },
        methodSettings: [{ methodPath: '*/*', throttle: { rateLimit: 10, burstLimit: 20 } }],
      },
    ]);
    expect(orders.restApis[0]?.resources.map(({ path }) => path)).toEqual(['/', '/orders', '/orders/{orderId}']);
  });

  it('reads usage plans with their keys', () => {
    expect(shop.restApis[0]?.usagePlans).toMatchObject([
      {
        throttle: { rateLimit: 100, burstLimit: 200 },
        quota: { limit: 10_000, offset: 0, period: 'DAY' },
        stages: [{ stageName: 'live', methodThrottles: { '/POST': { rateLimit: 1, burstLimit: 2 } } }],
        keys: [
          { name: 'partner', value: expect.stringMatching(/^[A-Za-z0-9]{40}$/), enabled: true },
          { name: 'given', value: 'given-value-of-20-characters', enabled: false },
        ],
      },
    ]);
  });

  it('reads HTTP APIs', () => {
    const [api] = shop.httpApis;
    const [jwt, lambda] = Object.values(api?.authorizers ?? {});
    expect(api?.cors).toMatchObject({
      allowOrigins: ['https://shop.example'],
      allowCredentials: false,
      maxAgeSeconds: 60,
    });
    expect([jwt, lambda]).toMatchObject([
      { kind: 'JWT', issuer: shop.userPools[0]?.issuer, audience: [shop.userPools[0]?.clients[1]?.id] },
      { kind: 'REQUEST', enableSimpleResponses: true, payloadFormatVersion: '2.0', resultTtlSeconds: 0 },
    ]);
    expect(api?.routes).toMatchObject([
      {
        routeKey: 'GET /orders',
        authorizerId: jwt?.id,
        integration: { functionArn: shop.functions[0]?.arn, timeoutMs: 30_000 },
      },
    ]);
    expect(api?.stages).toMatchObject([
      {
        name: 'v1',
        defaultRouteThrottle: { rateLimit: 5, burstLimit: 6 },
        routeThrottles: { 'GET /orders': { rateLimit: 1, burstLimit: 2 } },
      },
    ]);
  });

  it('reads tables, queues, buckets, secrets and log groups', () => {
    expect(shop.tables).toMatchObject([
      {
        name: 'orders',
        keySchema: [{ KeyType: 'HASH' }, { KeyType: 'RANGE' }],
        globalSecondaryIndexes: [
          { IndexName: 'by-total', Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['state'] } },
        ],
        timeToLiveAttribute: 'expiresAt',
      },
    ]);
    expect(shop.queues[1]).toMatchObject({
      url: 'http://127.0.0.1:4002/123456789012/jobs',
      visibilityTimeoutSeconds: 30,
      redrive: { maxReceiveCount: 5 },
    });
    expect(shop.buckets).toMatchObject([{ corsRules: [{ allowedMethods: ['PUT'], maxAgeSeconds: 60 }] }]);
    expect(shop.secrets).toMatchObject([
      {
        arn: expect.stringMatching(/:secret:token-[A-Za-z0-9]{6}$/),
        secretString: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
      },
      { secretString: undefined },
    ]);
    expect(shop.logGroupNames).toEqual(['/shop/api']);
  });

  it('gives outputs local URLs, and never a write-only value', () => {
    expect(shop.outputs).toEqual({
      tokenUrl: `http://127.0.0.1:4002/${shop.userPools[0]?.id}/oauth2/token`,
      partition: 'aws',
      secret: null,
    });
  });

  it('makes up the same identifiers at each boot', () => {
    const again = configured(shopDocument(), project.folder);
    const withoutSecrets = (configuration: StageConfiguration) => ({ ...configuration, secrets: [] });
    expect(withoutSecrets(again)).toEqual(withoutSecrets(shop));
    expect(again.secrets[0]?.secretString).not.toBe(shop.secrets[0]?.secretString);
  });
});

it('every type of the catalogue is read in a test', () => {
  const documents: readonly Record<string, unknown>[] = [scheduledOrders(), shopDocument()];
  const typesOf = (block: string, prefix: string) =>
    documents
      .flatMap((document) => Object.keys((document[block] as object | undefined) ?? {}))
      .map((type) => `${prefix}${type}`);
  const used = new Set([
    ...typesOf('resource', ''),
    ...typesOf('data', 'data.'),
    ...typesOf('ephemeral', 'ephemeral.'),
  ]);
  expect([...catalogue.keys()].filter((type) => !used.has(type))).toEqual([]);
});
