import { describe, expect, it } from 'vitest';
import { defineEnvironments, EnvironmentError, type EnvironmentValues } from './environment.ts';
import { environments } from './environments.ts';

const { name: _, ...values } = environments.prod;

/** Values as somebody may write them, whatever the types say. */
function written(changes: object): EnvironmentValues {
  return { ...values, ...changes };
}

describe('defineEnvironments', () => {
  it('gives each environment its name', () => {
    expect(defineEnvironments({ prod: values })).toEqual({ prod: environments.prod });
  });

  it.each([
    ['region', { region: 'Ireland' }, `'region' is "Ireland"`],
    ['a field that is missing', { logLevel: undefined }, "'logLevel' is missing. Expected: one of DEBUG"],
    ['a field that is misspelt', { loglevel: 'INFO' }, "'loglevel' is no field. Expected one of: region, logLevel"],
    ['dataTrace', { dataTrace: 'no' }, `'dataTrace' is "no". Expected: true or false`],
    ['a retention that CloudWatch lacks', { logRetentionDays: 10 }, "'logRetentionDays' is 10. Expected: one of 1, 3"],
    ['no throttles', { throttles: undefined }, "'throttles' is missing. Expected: the fields standard"],
    [
      'a throttle class that is missing',
      { throttles: { ...values.throttles, signIn: undefined } },
      "'throttles.signIn' is missing. Expected: the fields ratePerSecond, burst",
    ],
    [
      'a throttle class that no row may have',
      { throttles: { ...values.throttles, bulk: values.throttles.standard } },
      "'throttles.bulk' is no field. Expected one of: standard",
    ],
    ['a rate of 0', { smokePlan: { ...values.smokePlan, ratePerSecond: 0 } }, "'smokePlan.ratePerSecond' is 0"],
    ['half a burst', { partnerPlan: { ...values.partnerPlan, burst: 0.5 } }, "'partnerPlan.burst' is 0.5"],
    ['a plan without a quota', { smokePlan: values.throttles.standard }, "'smokePlan.requestsPerDay' is missing"],
    ['any address of webhooks', { webhookSources: [] }, "'webhookSources' is []. Expected: a list of address ranges"],
    ['an address without a range', { webhookSources: ['192.0.2.1'] }, `'webhookSources[0]' is "192.0.2.1"`],
    ['a range that is too narrow', { webhookSources: ['192.0.2.0/33'] }, `'webhookSources[0]' is "192.0.2.0/33"`],
    ['any origin', { corsOrigins: ['*'] }, `'corsOrigins[0]' is "*". Expected: an origin`],
    ['origins below a domain', { corsOrigins: ['https://*.example.com'] }, "'corsOrigins[0]' is"],
    ['an origin with a path', { corsOrigins: ['https://a.example/'] }, "'corsOrigins[0]' is"],
    ['an origin without TLS', { corsOrigins: ['https://a.example', 'http://a.example'] }, "'corsOrigins[1]' is"],
    ['no origins', { corsOrigins: [] }, "'corsOrigins' is []. Expected: a list of origins, 1 or more"],
    ['an origin twice', { corsOrigins: ['https://a.example', 'https://a.example'] }, "'corsOrigins' is ["],
    ['deletionProtection', { deletionProtection: 1 }, "'deletionProtection' is 1"],
    ['an addressee', { alarmAddressees: ['platform'] }, `'alarmAddressees[0]' is "platform". Expected: an email`],
    ['webFirewall', { webFirewall: null }, "'webFirewall' is null"],
    ['a state bucket', { stateBucket: 'State' }, `'stateBucket' is "State". Expected: the name of an S3 bucket`],
  ])('names the environment and the field: %s', (_what, changes, message) => {
    expect(() => defineEnvironments({ prod: written(changes) })).toThrow(`environment 'prod': ${message}`);
  });

  it('tells all problems of all environments at once', () => {
    const wrong = written({ region: 'x', logLevel: 'LOUD' });
    expect(() => defineEnvironments({ dev: wrong, prod: wrong })).toThrow(
      /^environment 'dev': 'region'.*\nenvironment 'dev': 'logLevel'.*\nenvironment 'prod': 'region'.*\nenvironment 'prod': 'logLevel'.*$/,
    );
  });

  it('refuses a name that would not fit into the names of resources', () => {
    expect(() => defineEnvironments({ 'pre-production': values })).toThrow(EnvironmentError);
    expect(() => defineEnvironments({ 'pre-production': values })).toThrow("environment 'pre-production' has no");
  });
});

describe('environments', () => {
  it('give every other class less than the standard one', () => {
    for (const { throttles } of Object.values(environments)) {
      const { standard, ...harder } = throttles;
      for (const limits of Object.values(harder)) {
        expect(limits.ratePerSecond).toBeLessThan(standard.ratePerSecond);
        expect(limits.burst).toBeLessThan(standard.burst);
      }
    }
  });

  it('protect what prod holds, and log no bodies outside dev', () => {
    const protectedOnes = Object.values(environments).filter(({ deletionProtection }) => deletionProtection);
    expect(protectedOnes.map(({ name }) => name)).toEqual(['prod']);
    const traced = Object.values(environments).filter(({ dataTrace }) => dataTrace);
    expect(traced.map(({ name }) => name)).toEqual(['dev']);
  });
});
