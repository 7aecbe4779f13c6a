import { GetUsageCommand, UpdateUsageCommand } from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import type { UsagePlan } from '../../../src/gateway/rest/configuration.ts';
import { partners, planOf, startControlStage } from './control-stage.ts';

const dayMs = 24 * 60 * 60 * 1000;

async function startWith(quota: UsagePlan['quota']) {
  const plan = planOf('partners', { quota });
  const stage = await startControlStage({ ...partners, usagePlans: [plan] });
  const today = stage.clock.now();
  /** The date some days from today, `2026-06-17`. */
  const date = (days: number) => new Date(today + days * dayMs).toISOString().slice(0, 10);
  const use = (keyId: string, times: number) => {
    const usage = stage.usageLedger.of(plan, { id: keyId });
    return Array.from({ length: times }, () => usage.quota?.take()).filter(Boolean).length;
  };
  const usage = (input: Partial<ConstructorParameters<typeof GetUsageCommand>[0]> = {}) =>
    stage.operator.send(
      new GetUsageCommand({ usagePlanId: 'id-partners', startDate: date(0), endDate: date(0), ...input }),
    );
  return { ...stage, date, use, usage };
}

describe('the usage of a plan', () => {
  it('is what the REST APIs counted, for each key', async () => {
    const { use, usage, date } = await startWith({ limit: 100, offset: 0, period: 'DAY' });
    use('id-one', 10);
    const { $metadata: _, ...answer } = await usage();
    expect(answer).toEqual({
      usagePlanId: 'id-partners',
      startDate: date(0),
      endDate: date(0),
      items: { 'id-one': [[10, 90]], 'id-two': [[0, 100]] },
    });
  });

  it('never passes the limit', async () => {
    const { use, usage } = await startWith({ limit: 3, offset: 0, period: 'DAY' });
    expect(use('id-one', 5)).toBe(3);
    expect((await usage({ keyId: 'id-one' })).items).toEqual({ 'id-one': [[3, 0]] });
  });

  it('is told for each day of the range', async () => {
    const { use, usage, date } = await startWith({ limit: 100, offset: 0, period: 'DAY' });
    use('id-one', 10);
    const range = { startDate: date(-1), endDate: date(1), keyId: 'id-one' };
    expect((await usage(range)).items).toEqual({
      'id-one': [
        [0, 100],
        [10, 90],
        [0, 100],
      ],
    });
  });

  it('comes in pages of keys', async () => {
    const { usage } = await startWith({ limit: 100, offset: 0, period: 'DAY' });
    const first = await usage({ limit: 1 });
    expect(Object.keys(first.items ?? {})).toEqual(['id-one']);
    const second = await usage({ limit: 1, position: first.position });
    expect(Object.keys(second.items ?? {})).toEqual(['id-two']);
    expect(second.position).toBeUndefined();
  });

  it('of a plan without a quota is not counted', async () => {
    const { usage } = await startWith(undefined);
    expect((await usage()).items).toEqual({});
  });

  it.each([
    [{ usagePlanId: 'none' }, 'NotFoundException: Invalid Usage Plan ID specified'],
    [{ keyId: 'id-spare' }, 'NotFoundException: Invalid API Key identifier specified'],
    [{ startDate: '17.6.2026' }, "BadRequestException: Invalid date format: startDate is '17.6.2026'"],
    [{ endDate: '2026-02-30' }, "BadRequestException: Invalid date format: endDate is '2026-02-30'"],
    [{ startDate: '2026-02-02', endDate: '2026-02-01' }, 'BadRequestException: Invalid date range: 0 days'],
    [{ startDate: '2020-01-01', endDate: '2026-01-01' }, 'BadRequestException: Invalid date range: 2193 days'],
  ])('%j is refused', async (input, message) => {
    const { usage } = await startWith({ limit: 100, offset: 0, period: 'DAY' });
    const error = await usage(input).catch((failure: Error) => `${failure.name}: ${failure.message}`);
    expect(error).toContain(message);
  });

  it('can be given more of, or less, until the period ends', async () => {
    const { use, usage, date, clock, operator } = await startWith({ limit: 3, offset: 0, period: 'DAY' });
    const grant = (value: string, path = '/remaining') =>
      operator.send(
        new UpdateUsageCommand({
          usagePlanId: 'id-partners',
          keyId: 'id-one',
          patchOperations: [{ op: 'replace', path, value }],
        }),
      );
    expect(use('id-one', 5)).toBe(3);
    const { $metadata: _, ...answer } = await grant('2');
    expect(answer).toEqual({
      usagePlanId: 'id-partners',
      startDate: date(0),
      endDate: date(0),
      items: { 'id-one': [[3, 2]] },
    });
    expect(use('id-one', 5)).toBe(2);
    await grant('1');
    expect(use('id-one', 5)).toBe(1);
    expect(use('id-two', 5)).toBe(3);
    expect((await usage({ keyId: 'id-one' })).items).toEqual({ 'id-one': [[6, 0]] });
    await expect(grant('many')).rejects.toThrow("replace of /remaining with 'many'");
    await expect(grant('1', '/used')).rejects.toThrow("replace of /used with '1'");
    clock.advance(dayMs);
    expect(use('id-one', 5)).toBe(3);
  });

  it('is changed by who may patch it alone', async () => {
    const command = new UpdateUsageCommand({
      usagePlanId: 'id-partners',
      keyId: 'id-one',
      patchOperations: [{ op: 'replace', path: '/remaining', value: '1' }],
    });
    const reader = await startControlStage(partners, [{ Effect: 'Allow', Action: 'apigateway:GET', Resource: '*' }]);
    await expect(reader.role.send(command)).rejects.toThrow('apigateway:PATCH on resource');
  });

  it('may be read by the path of its plan alone', async () => {
    const resource = 'arn:aws:apigateway:eu-central-1::/usageplans/id-partners/usage';
    const dates = { startDate: '2026-01-01', endDate: '2026-01-01' };
    const command = new GetUsageCommand({ usagePlanId: 'id-partners', ...dates });
    const allowed = await startControlStage(partners, [
      { Effect: 'Allow', Action: 'apigateway:GET', Resource: resource },
    ]);
    expect((await allowed.role.send(command)).$metadata.httpStatusCode).toBe(200);
    const denied = await startControlStage(partners, []);
    await expect(denied.role.send(command)).rejects.toThrow(`apigateway:GET on resource: ${resource}`);
  });
});
