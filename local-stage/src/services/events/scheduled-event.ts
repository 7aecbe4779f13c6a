import { randomUUID } from 'node:crypto';

/** Where an event comes from, and when. */
export interface Occasion {
  readonly accountId: string;
  readonly region: string;
  /** ARN of the rule or the schedule. */
  readonly arn: string;
  /** The due time, in milliseconds since the epoch. */
  readonly dueAt: number;
}

/**
 * The event of a rule, as JSON text.
 *
 * Source: Amazon EventBridge User Guide, "Creating a scheduled rule (legacy) in Amazon EventBridge".
 */
export const ruleEvent = (occasion: Occasion): string =>
  JSON.stringify({ ...head(occasion, 'aws.events'), detail: {} });

/** The event of a schedule whose target has no input. Unlike a rule's, its detail is text, as functions have recorded. */
export const scheduleEvent = (occasion: Occasion): string =>
  JSON.stringify({ ...head(occasion, 'aws.scheduler'), detail: '{}' });

const head = ({ accountId, region, arn, dueAt }: Occasion, source: string) => ({
  version: '0',
  id: randomUUID(),
  'detail-type': 'Scheduled Event',
  source,
  account: accountId,
  time: timestamp(dueAt),
  region,
  resources: [arn],
});

/**
 * Fills in the context attributes that the input of a schedule may name. Terraform's jsonencode writes
 * `<` as `\u003c`: what it wrote names none.
 *
 * Source: EventBridge Scheduler User Guide, "Adding context attributes in EventBridge Scheduler".
 */
export function fillContextAttributes(input: string, { arn, dueAt }: Occasion): string {
  const attributes: Readonly<Record<string, string>> = {
    'schedule-arn': arn,
    'scheduled-time': timestamp(dueAt),
    'execution-id': randomUUID(),
    'attempt-number': '1',
  };
  return input.replace(/<aws\.scheduler\.(?<name>[a-z-]+)>/g, (whole, name: string) => attributes[name] ?? whole);
}

/** `2030-01-02T12:00:00Z` */
const timestamp = (time: number): string => new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
