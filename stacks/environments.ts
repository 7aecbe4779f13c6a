import { defineEnvironments } from './environment.ts';

/** The only home of values that differ between environments. */
export const environments = defineEnvironments({
  dev: {
    region: 'eu-west-1',
    logLevel: 'DEBUG',
    executionLogLevel: 'INFO',
    dataTrace: true,
    logRetentionDays: 7,
    throttles: {
      standard: { ratePerSecond: 10, burst: 20 },
      signIn: { ratePerSecond: 5, burst: 10 },
      exports: { ratePerSecond: 2, burst: 5 },
      contact: { ratePerSecond: 2, burst: 4 },
    },
    partnerPlan: { ratePerSecond: 100, burst: 200, requestsPerDay: 10_000 },
    smokePlan: { ratePerSecond: 1, burst: 2, requestsPerDay: 1_000 },
    corsOrigins: ['http://localhost:3000', 'http://localhost:5173'],
    deletionProtection: false,
    alarmAddressees: [],
    webFirewall: false,
  },

  staging: {
    region: 'eu-west-1',
    logLevel: 'INFO',
    executionLogLevel: 'ERROR',
    dataTrace: false,
    logRetentionDays: 30,
    throttles: {
      standard: { ratePerSecond: 50, burst: 100 },
      signIn: { ratePerSecond: 10, burst: 20 },
      exports: { ratePerSecond: 5, burst: 10 },
      contact: { ratePerSecond: 5, burst: 10 },
    },
    partnerPlan: { ratePerSecond: 100, burst: 200, requestsPerDay: 10_000 },
    smokePlan: { ratePerSecond: 1, burst: 2, requestsPerDay: 1_000 },
    corsOrigins: ['https://app.staging.gatehouse.example'],
    deletionProtection: false,
    alarmAddressees: ['platform@gatehouse.example'],
    webFirewall: false,
  },

  prod: {
    region: 'eu-west-1',
    logLevel: 'INFO',
    executionLogLevel: 'ERROR',
    dataTrace: false,
    logRetentionDays: 365,
    throttles: {
      standard: { ratePerSecond: 1_000, burst: 2_000 },
      signIn: { ratePerSecond: 100, burst: 200 },
      exports: { ratePerSecond: 20, burst: 40 },
      contact: { ratePerSecond: 10, burst: 20 },
    },
    partnerPlan: { ratePerSecond: 100, burst: 200, requestsPerDay: 10_000 },
    smokePlan: { ratePerSecond: 1, burst: 2, requestsPerDay: 1_000 },
    corsOrigins: ['https://app.gatehouse.example', 'https://www.gatehouse.example'],
    deletionProtection: true,
    alarmAddressees: ['platform@gatehouse.example', 'on-call@gatehouse.example'],
    webFirewall: true,
  },
});
