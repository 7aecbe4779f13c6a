import { isIPv4, isIPv6 } from 'node:net';
import { type ThrottleClass, throttleClasses } from '../contracts/route-table.ts';
import { type Check, list, oneOf, optional, rule, shape, text, trueOrFalse, wholeNumber } from './checks.ts';

/** A token bucket of API Gateway. */
export interface ThrottleLimits {
  /** Requests a second that the bucket gains. */
  readonly ratePerSecond: number;
  /** Requests that a full bucket holds. */
  readonly burst: number;
}

/** What the holders of a plan's keys may use, each for itself. */
export interface PlanLimits extends ThrottleLimits {
  readonly requestsPerDay: number;
}

/** The levels that Powertools' logger knows. */
const logLevels = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

/** Levels of a REST stage's execution log; AWS documents no others beside OFF ("MethodSetting"). */
const executionLogLevels = ['ERROR', 'INFO'] as const;

/** Days that CloudWatch Logs accepts ("PutRetentionPolicy"), up to two years. */
const retentionDays = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731] as const;

/** The values in which environments differ. */
export interface EnvironmentValues {
  readonly region: string;
  /** Level of the functions' own log. */
  readonly logLevel: (typeof logLevels)[number];
  readonly executionLogLevel: (typeof executionLogLevels)[number];
  /** Whether the execution log has whole requests and answers, credentials in bodies included. */
  readonly dataTrace: boolean;
  readonly logRetentionDays: (typeof retentionDays)[number];
  readonly throttles: { readonly [C in ThrottleClass]: ThrottleLimits };
  readonly partnerPlan: PlanLimits;
  /** The plan of the key with which smoke tests run: small, so that they can see it refuse. */
  readonly smokePlan: PlanLimits;
  /** Address ranges that partners' webhooks may come from; `0.0.0.0/0` and `::/0` are any address. */
  readonly webhookSources: readonly string[];
  /** Origins whose pages may read the APIs' answers. */
  readonly corsOrigins: readonly string[];
  /** Whether data outlives `destroy`: the table and the user pool refuse, buckets must be empty, secrets can be restored. */
  readonly deletionProtection: boolean;
  /** Email addresses that alarms go to; each confirms its subscription once. */
  readonly alarmAddressees: readonly string[];
  /** Whether AWS WAF stands before the REST API. */
  readonly webFirewall: boolean;
  /** Bucket of the Terraform state. @default a file beside `cdktf.json` */
  readonly stateBucket?: string;
}

/** An environment as the stacks take it. */
export interface Environment extends EnvironmentValues {
  /** Name of its stack and of the REST API's stage, and part of the name of every resource. */
  readonly name: string;
}

const origin = rule(
  "an origin without a path, 'https://app.example.com'; http only for localhost; no wildcard",
  (value) => typeof value === 'string' && isAcceptableOrigin(value),
);

const addressRange = rule(
  "a range of addresses, '192.0.2.0/24' or '2001:db8::/32'",
  (value) => typeof value === 'string' && isAddressRange(value),
);

const throttleFields = {
  ratePerSecond: wholeNumber('requests a second', 1, 10_000),
  burst: wholeNumber('requests at once', 1, 5_000),
};
const throttle = shape<ThrottleLimits>(throttleFields);
const plan = shape<PlanLimits>({
  ...throttleFields,
  requestsPerDay: wholeNumber('requests a day', 1, 100_000_000),
});

const values: Check = shape<EnvironmentValues>({
  region: text("an AWS region, for example 'eu-west-1'", /^[a-z]{2}(-[a-z]+)+-\d$/),
  logLevel: oneOf(logLevels),
  executionLogLevel: oneOf(executionLogLevels),
  dataTrace: trueOrFalse,
  logRetentionDays: oneOf(retentionDays),
  throttles: shape(Object.fromEntries(throttleClasses.map((name) => [name, throttle]))),
  partnerPlan: plan,
  smokePlan: plan,
  webhookSources: list(addressRange, 'address ranges', 1),
  corsOrigins: list(origin, 'origins', 1),
  deletionProtection: trueOrFalse,
  alarmAddressees: list(text('an email address', /^[^\s@]+@[^\s@]+\.[^\s@]+$/), 'email addresses'),
  webFirewall: trueOrFalse,
  stateBucket: optional(text('the name of an S3 bucket', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)),
});

/** A mistake in the values of an environment. The message names the environment and the field. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/**
 * Checks the values of every environment and gives each its name.
 *
 * @throws {EnvironmentError} with one line for each problem in any of them.
 */
export function defineEnvironments<const N extends string>(
  all: Readonly<Record<N, EnvironmentValues>>,
): Readonly<Record<N, Environment>> {
  const problems = Object.entries<EnvironmentValues>(all).flatMap(([name, found]) => [
    ...nameProblems(name),
    ...values('', found).map((problem) => `environment '${name}': ${problem}`),
  ]);
  if (problems.length > 0) throw new EnvironmentError(problems.join('\n'));
  const named = Object.entries<EnvironmentValues>(all).map(([name, found]) => [name, { ...found, name }]);
  return Object.fromEntries(named) as Record<N, Environment>;
}

/** Ten characters leave room for an operation's name within the 64 of a role ("IAM and AWS STS quotas"). */
function nameProblems(name: string): readonly string[] {
  if (/^[a-z][a-z0-9]{1,9}$/.test(name)) return [];
  return [`environment '${name}' has no acceptable name. Expected: 2 to 10 lower-case letters and digits`];
}

function isAcceptableOrigin(value: string): boolean {
  const url = URL.parse(value);
  if (!url || url.origin !== value || value.includes('*')) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && url.hostname === 'localhost');
}

function isAddressRange(value: string): boolean {
  const [, address = '', bits = ''] = /^(.+)\/(\d{1,3})$/.exec(value) ?? [];
  return (isIPv4(address) && Number(bits) <= 32) || (isIPv6(address) && Number(bits) <= 128);
}
