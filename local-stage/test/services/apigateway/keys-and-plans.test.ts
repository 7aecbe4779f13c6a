import {
  GetApiKeyCommand,
  GetApiKeysCommand,
  GetRestApisCommand,
  GetUsagePlanCommand,
  GetUsagePlanKeyCommand,
  GetUsagePlanKeysCommand,
  GetUsagePlansCommand,
  paginateGetApiKeys,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import { keyOf, partners, planOf, startControlStage } from './control-stage.ts';

const namesOf = ({ items = [] }: { items?: { name?: string | undefined }[] | undefined }) =>
  items.map(({ name }) => name);

describe('API keys', () => {
  it('are told of without their value, unless it is asked for', async () => {
    const { operator, clock } = await startControlStage();
    const createdDate = new Date(Math.floor(clock.now() / 1000) * 1000);
    const { $metadata: _, ...key } = await operator.send(new GetApiKeyCommand({ apiKey: 'id-two' }));
    expect(key).toEqual({
      id: 'id-two',
      name: 'two',
      customerId: 'c-2',
      description: 'Managed by Terraform',
      enabled: false,
      createdDate,
      lastUpdatedDate: createdDate,
      stageKeys: [],
      tags: { team: 'a' },
    });
    const { value } = await operator.send(new GetApiKeyCommand({ apiKey: 'id-two', includeValue: true }));
    expect(value).toBe(keyOf('two').value);
  });

  it('are listed, those that no plan has among them', async () => {
    const { operator } = await startControlStage();
    const { items = [] } = await operator.send(new GetApiKeysCommand({}));
    expect(items.map(({ id, value }) => [id, value])).toEqual([
      ['id-one', undefined],
      ['id-two', undefined],
      ['id-spare', undefined],
    ]);
    const withValues = await operator.send(new GetApiKeysCommand({ includeValues: true }));
    expect(withValues.items?.every(({ value }) => value !== undefined)).toBe(true);
  });

  it.each([
    [{ nameQuery: 's' }, ['spare']],
    [{ nameQuery: 'pare' }, []],
    [{ customerId: 'c-2' }, ['two']],
    [{ limit: 2 }, ['one', 'two']],
  ])('are found by %j', async (input, names) => {
    const { operator } = await startControlStage();
    expect(namesOf(await operator.send(new GetApiKeysCommand(input)))).toEqual(names);
  });

  it('come in pages of 25, or as many as are asked for', async () => {
    const apiKeys = Array.from({ length: 30 }, (_, index) => keyOf(`key-${index}`));
    const { operator } = await startControlStage({ apiKeys, usagePlans: [] });
    const sizes = (pageSize?: number) =>
      Array.fromAsync(
        paginateGetApiKeys({ client: operator, ...(pageSize && { pageSize }) }, {}),
        ({ items }) => items?.length,
      );
    expect(await sizes()).toEqual([25, 5]);
    expect(await sizes(12)).toEqual([12, 12, 6]);
  });

  it.each([
    [new GetApiKeyCommand({ apiKey: 'none' }), 'NotFoundException: Invalid API Key identifier specified'],
    [new GetApiKeysCommand({ limit: 501 }), "BadRequestException: 1 validation error detected: Value '501' at 'limit'"],
    [new GetApiKeysCommand({ position: 'x' }), 'BadRequestException: Invalid pagination token'],
  ] as [GetApiKeyCommand, string][])('%# is refused', async (command, message) => {
    const { operator } = await startControlStage();
    const error = await operator.send(command).catch((failure: Error) => `${failure.name}: ${failure.message}`);
    expect(error).toContain(message);
  });
});

describe('usage plans', () => {
  const throttled = planOf('throttled', {
    description: 'For partners',
    productCode: 'p-1',
    throttle: { rateLimit: 0.5, burstLimit: 200 },
    quota: { limit: 10_000, offset: 2, period: 'WEEK' },
    apiStages: [
      { apiId: 'a', stage: 'dev', methodThrottles: { '/projects/GET': { rateLimit: 1, burstLimit: 2 } } },
      { apiId: 'b', stage: 'live', methodThrottles: {} },
    ],
    keyIds: ['id-spare'],
    tags: { team: 'a' },
  });
  const configuration = { ...partners, usagePlans: [...partners.usagePlans, throttled] };

  it('are told of with their limits and stages', async () => {
    const { operator } = await startControlStage(configuration);
    const { $metadata: _, ...plan } = await operator.send(new GetUsagePlanCommand({ usagePlanId: 'id-throttled' }));
    expect(plan).toEqual({
      id: 'id-throttled',
      name: 'throttled',
      description: 'For partners',
      productCode: 'p-1',
      throttle: { rateLimit: 0.5, burstLimit: 200 },
      quota: { limit: 10_000, offset: 2, period: 'WEEK' },
      apiStages: [
        { apiId: 'a', stage: 'dev', throttle: { '/projects/GET': { rateLimit: 1, burstLimit: 2 } } },
        { apiId: 'b', stage: 'live' },
      ],
      tags: { team: 'a' },
    });
  });

  it('are listed, all or those of a key', async () => {
    const { operator } = await startControlStage(configuration);
    expect(namesOf(await operator.send(new GetUsagePlansCommand({})))).toEqual(['partners', 'throttled']);
    expect(namesOf(await operator.send(new GetUsagePlansCommand({ keyId: 'id-spare' })))).toEqual(['throttled']);
    const first = await operator.send(new GetUsagePlansCommand({ limit: 1 }));
    const second = await operator.send(new GetUsagePlansCommand({ limit: 1, position: first.position }));
    expect([first, second].map(namesOf)).toEqual([['partners'], ['throttled']]);
    expect(second.position).toBeUndefined();
  });

  it('tell of their keys', async () => {
    const { operator } = await startControlStage(configuration);
    const usagePlanId = 'id-partners';
    const { items } = await operator.send(new GetUsagePlanKeysCommand({ usagePlanId }));
    expect(items).toEqual([
      { id: 'id-one', type: 'API_KEY', name: 'one', value: keyOf('one').value },
      { id: 'id-two', type: 'API_KEY', name: 'two', value: keyOf('two').value },
    ]);
    expect(namesOf(await operator.send(new GetUsagePlanKeysCommand({ usagePlanId, nameQuery: 't' })))).toEqual(['two']);
    const key = await operator.send(new GetUsagePlanKeyCommand({ usagePlanId, keyId: 'id-one' }));
    expect(key).toMatchObject({ id: 'id-one', type: 'API_KEY', name: 'one' });
  });

  it.each([
    [new GetUsagePlanCommand({ usagePlanId: 'none' }), 'NotFoundException: Invalid Usage Plan ID specified'],
    [new GetUsagePlanKeysCommand({ usagePlanId: 'none' }), 'NotFoundException: Invalid Usage Plan ID specified'],
    [
      new GetUsagePlanKeyCommand({ usagePlanId: 'id-partners', keyId: 'id-spare' }),
      'NotFoundException: Invalid API Key identifier specified',
    ],
    [new GetRestApisCommand({}), 'The local stage does not emulate GET /restapis of API Gateway. Expected one of: Get'],
  ] as [GetUsagePlanCommand, string][])('%# is refused', async (command, message) => {
    const { operator } = await startControlStage(configuration);
    const error = await operator.send(command).catch((failure: Error) => `${failure.name}: ${failure.message}`);
    expect(error).toContain(message);
  });
});

describe('what a role may read', () => {
  const arn = (path: string) => `arn:aws:apigateway:eu-central-1::${path}`;

  it.each([
    [new GetApiKeysCommand({}), '/apikeys'],
    [new GetApiKeyCommand({ apiKey: 'id-one' }), '/apikeys/id-one'],
    [new GetUsagePlansCommand({}), '/usageplans'],
    [new GetUsagePlanCommand({ usagePlanId: 'id-partners' }), '/usageplans/id-partners'],
    [new GetUsagePlanKeysCommand({ usagePlanId: 'id-partners' }), '/usageplans/id-partners/keys'],
    [
      new GetUsagePlanKeyCommand({ usagePlanId: 'id-partners', keyId: 'id-one' }),
      '/usageplans/id-partners/keys/id-one',
    ],
  ] as [GetApiKeysCommand, string][])('%# is the path', async (command, path) => {
    const allowed = await startControlStage(partners, [
      { Effect: 'Allow', Action: 'apigateway:GET', Resource: arn(path) },
    ]);
    expect((await allowed.role.send(command)).$metadata.httpStatusCode).toBe(200);
    const denied = await startControlStage(partners, [
      { Effect: 'Allow', Action: 'apigateway:GET', Resource: arn(`${path}/other`) },
      { Effect: 'Allow', Action: 'apigateway:PATCH', Resource: '*' },
    ]);
    const error = await denied.role.send(command).catch((failure: Error) => `${failure.name}: ${failure.message}`);
    expect(error).toContain('AccessDeniedException: ');
    expect(error).toContain(`apigateway:GET on resource: ${arn(path)} because`);
  });
});
