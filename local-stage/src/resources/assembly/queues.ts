import type { QueueConfiguration } from '../../services/sqs/configuration.ts';
import { TerraformError } from '../../terraform/errors.ts';
import { awsSqsQueue } from '../aws_sqs_queue.ts';
import { awsSqsQueueRedriveAllowPolicy } from '../aws_sqs_queue_redrive_allow_policy.ts';
import { awsSqsQueueRedrivePolicy } from '../aws_sqs_queue_redrive_policy.ts';
import { type Assembly, referred, requireUnique } from './assembly.ts';

type Members = Readonly<Record<string, unknown>>;

/** A policy in JSON, with the address that says it. */
interface Said {
  readonly address: string;
  readonly members: Members;
}

export function assembleQueues(assembly: Assembly): readonly QueueConfiguration[] {
  const queues = assembly.resources.all(awsSqsQueue);
  requireUnique(queues, 'the queue', ({ attributes }) => attributes.name);
  const redrives = redrivePolicies(assembly);
  const allowed = redriveAllowPolicies(assembly);
  return queues.map(({ address, args, attributes }) => ({
    address,
    name: attributes.name,
    arn: attributes.arn,
    url: attributes.url,
    visibilityTimeoutSeconds: args.visibility_timeout_seconds,
    messageRetentionSeconds: args.message_retention_seconds,
    delaySeconds: args.delay_seconds,
    receiveWaitTimeSeconds: args.receive_wait_time_seconds,
    maximumMessageSizeBytes: args.max_message_size,
    redrive: redriveOf(assembly, attributes.arn, redrives.get(attributes.url), allowed),
    redriveAllow: allowed.get(attributes.url)?.members,
  }));
}

function redriveOf(
  assembly: Assembly,
  sourceArn: string,
  said: Said | undefined,
  allowed: ReadonlyMap<string, Said>,
): QueueConfiguration['redrive'] {
  if (!said) return undefined;
  const { address, members } = said;
  const target = String(members['deadLetterTargetArn']);
  const maxReceiveCount = Number(members['maxReceiveCount']);
  const deadLetterQueue = referred(
    { address },
    'redrive_policy',
    target,
    assembly.resources.all(awsSqsQueue),
    ({ attributes }) => attributes.arn === target,
  );
  // Source: SQS API Reference, "SetQueueAttributes", RedrivePolicy.
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    throw new TerraformError(
      address,
      `maxReceiveCount is ${JSON.stringify(members['maxReceiveCount'])}. Expected: a whole number from 1 to 1000`,
    );
  }
  const allow = allowed.get(deadLetterQueue.attributes.url);
  if (allow && !allows(allow, sourceArn)) {
    throw new TerraformError(
      address,
      `${allow.address} does not let ${sourceArn} use the dead-letter queue ${target}. Expected: the ARN among its sourceQueueArns`,
    );
  }
  return { deadLetterTargetArn: target, maxReceiveCount };
}

function allows({ address, members }: Said, sourceArn: string): boolean {
  const permission = members['redrivePermission'];
  if (permission === 'allowAll') return true;
  if (permission === 'denyAll') return false;
  const sources: unknown = members['sourceQueueArns'];
  if (permission === 'byQueue' && Array.isArray(sources)) return sources.includes(sourceArn);
  throw new TerraformError(
    address,
    `redrivePermission is ${JSON.stringify(permission)}. Expected: allowAll, denyAll, or byQueue with sourceQueueArns`,
  );
}

interface Policy {
  readonly address: string;
  readonly url: string;
  readonly json: string;
}

function redrivePolicies({ resources }: Assembly): ReadonlyMap<string, Said> {
  const queues = resources.all(awsSqsQueue);
  const own = queues.map(({ address, args, attributes }) => ({
    address,
    url: attributes.url,
    json: args.redrive_policy,
  }));
  const separate = resources.all(awsSqsQueueRedrivePolicy).map(({ address, args }) => {
    const queue = referred(
      { address },
      'queue_url',
      args.queue_url,
      queues,
      ({ attributes }) => attributes.url === args.queue_url,
    );
    return { address, url: queue.attributes.url, json: args.redrive_policy };
  });
  return byUrl('a redrive policy of', [...own.filter(saysSomething), ...separate]);
}

function redriveAllowPolicies({ resources }: Assembly): ReadonlyMap<string, Said> {
  const queues = resources.all(awsSqsQueue);
  const own = queues.map(({ address, args, attributes }) => ({
    address,
    url: attributes.url,
    json: args.redrive_allow_policy,
  }));
  const separate = resources.all(awsSqsQueueRedriveAllowPolicy).map(({ address, args }) => {
    const queue = referred(
      { address },
      'queue_url',
      args.queue_url,
      queues,
      ({ attributes }) => attributes.url === args.queue_url,
    );
    return { address, url: queue.attributes.url, json: args.redrive_allow_policy };
  });
  return byUrl('a redrive allow policy of', [...own.filter(saysSomething), ...separate]);
}

const saysSomething = (policy: Omit<Policy, 'json'> & { readonly json: string | null }): policy is Policy =>
  policy.json !== null;

function byUrl(what: string, policies: readonly Policy[]): ReadonlyMap<string, Said> {
  requireUnique(policies, what, ({ url }) => url);
  return new Map(policies.map(({ address, url, json }) => [url, { address, members: membersOf(address, json) }]));
}

function membersOf(address: string, json: string): Members {
  const parsed: unknown = JSON.parse(json);
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  throw new TerraformError(address, `${json} is no JSON object`);
}
