import type { AttemptName } from '../../access-attempts.ts';
import {
  type AwsCredentials,
  type AwsSignatureOptions,
  awsSignature,
  forgedSignature,
  ownCredentials,
  signWebhookWith,
  webhookSignature,
} from '../signing.ts';
import { type Make, signing } from './attempt-request.ts';
import type { AttemptWorld, LocalWorld } from './attempt-world.ts';

type SignatureAttempt = Extract<
  AttemptName,
  `AWS ${string}` | `${string} AWS signature` | `${string} access key` | `${string}webhook${string}`
>;
type LocalSignatureAttempt = Extract<AttemptName, 'AWS credentials of a foreign role'>;

/** Longer than any clock may differ. */
const longMs = 20 * 60 * 1000;
/** As the paths of requests name it. */
const webhookPartnerId = 'smoke-partner';

/** Requests that are signed for themselves, as AWS principals and as partners sign them. */
export function signatureAttempts(world: AttemptWorld): Record<Exclude<SignatureAttempt, LocalSignatureAttempt>, Make> {
  const { outputs, partnerSecret: secret } = world;
  const later = (ms: number) => new Date(world.now().getTime() + ms);
  const aws = (options: () => AwsSignatureOptions | Promise<AwsSignatureOptions> = () => ({})) =>
    signing(async (request) => awsSignature(outputs, request, { at: world.now(), ...(await options()) }));
  const ownWith = (changes: Partial<AwsCredentials>) =>
    aws(async () => ({ credentials: { ...(await ownCredentials()), ...changes } }));
  const webhook = ({ partnerId = webhookPartnerId, afterMs = 0 } = {}) =>
    signing((request) => webhookSignature({ partnerId, secret }, request, later(afterMs)));
  return {
    'AWS credentials': aws(),
    'unknown access key': ownWith({ accessKeyId: 'AKIAUNKNOWNKEY234567' }),
    'another secret access key': ownWith({ secretAccessKey: 'a-secret-that-the-key-has-not-0123456789' }),
    'AWS signature of another request': signing((request) =>
      awsSignature(outputs, { ...request, url: new URL('/another/path', request.url) }, { at: world.now() }),
    ),
    'AWS signature for another service': aws(() => ({ service: 'lambda' })),
    'AWS signature for another region': aws(() => ({ region: 'us-west-2' })),
    'expired AWS signature': aws(() => ({ at: later(-longMs) })),
    'signed webhook': webhook(),
    'stale webhook': webhook({ afterMs: -longMs }),
    'webhook of the future': webhook({ afterMs: longMs }),
    'webhook signed by another partner': webhook({ partnerId: 'another-partner' }),
    'webhook signed with the secret itself': signing((request) =>
      signWebhookWith(new TextEncoder().encode(secret), request, world.now()),
    ),
    'forged webhook': signing((request) => ({
      ...webhookSignature({ partnerId: webhookPartnerId, secret }, request, world.now()),
      'Webhook-Signature': forgedSignature(),
    })),
    'webhook without its digest': signing((request) => {
      const { 'Content-Digest': _, ...rest } = webhookSignature(
        { partnerId: webhookPartnerId, secret },
        request,
        world.now(),
      );
      return rest;
    }),
    'webhook with another body': async (target) => ({ ...(await webhook()(target)), body: { another: true } }),
  };
}

export function localSignatureAttempts(
  { outputs, now }: AttemptWorld,
  { means }: LocalWorld,
): Record<LocalSignatureAttempt, Make> {
  let credentials: Promise<AwsCredentials> | undefined;
  return {
    'AWS credentials of a foreign role': signing(async (request) => {
      credentials ??= foreignCredentials(means.foreignRoleUrl);
      return awsSignature(outputs, request, { credentials: await credentials, at: now() });
    }),
  };
}

async function foreignCredentials(url: string): Promise<AwsCredentials> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}. Expected: credentials of the foreign role`);
  return (await response.json()) as AwsCredentials;
}
