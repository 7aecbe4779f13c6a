import { randomBytes } from 'node:crypto';
import type { StageOutputs } from '../../stage-outputs.ts';
import { apiKeyValue, createTestUser, partnerSecret, partnerToken, signIn, type TestUser } from '../credentials.ts';
import { stage } from '../requests.ts';
import { contactsToken } from '../signing.ts';
import { type LocalMeans, localMeans } from './local-means.ts';

/** Who makes the attempts, and what they hold. */
export interface AttemptWorld {
  readonly outputs: StageOutputs;
  /** By the stage's clock, which runs ahead of this process's where it was moved. */
  now(): Date;
  readonly user: TestUser;
  readonly contactsToken: string;
  readonly partnerId: string;
  readonly partnerToken: string;
  /** The value of an API key that is good. */
  readonly apiKey: string;
  readonly partnerSecret: string;
  /** Absent on a stage that has nothing beside its environment's own. */
  readonly local: LocalWorld | undefined;
}

export interface LocalWorld {
  readonly means: LocalMeans;
  /** Tokens that were good until their time was over. */
  readonly expired: { readonly idToken: string; readonly contactsToken: string };
}

const hourMs = 60 * 60 * 1000;

export async function createAttemptWorld(): Promise<AttemptWorld> {
  const { outputs } = stage;
  const means = localMeans();
  const name = `${stage.runId}-${randomBytes(4).toString('hex')}`;
  const [user, desk] = await Promise.all([createTestUser(outputs, name), contactsToken(outputs)]);
  const base = {
    outputs,
    partnerId: `smoke-${randomBytes(6).toString('hex')}`,
    // Partners share their key's quota where there are any.
    apiKey: await apiKeyValue(stage.servesCustomers ? outputs.smokeApiKeyId : outputs.partnerApiKeyId),
    partnerSecret: await partnerSecret(outputs),
  };
  if (!means) {
    const token = await partnerToken(outputs, base.partnerId);
    return { ...base, now: () => new Date(), user, contactsToken: desk, partnerToken: token, local: undefined };
  }
  const aheadMs = await moveClock(means, hourMs + 1000);
  const now = () => new Date(Date.now() + aheadMs);
  const [fresh, newDesk, token] = await Promise.all([
    signIn(outputs, user.email, user.password),
    contactsToken(outputs),
    partnerToken(outputs, base.partnerId, { issuedAt: now() }),
  ]);
  return {
    ...base,
    now,
    user: { ...user, ...fresh },
    contactsToken: newDesk,
    partnerToken: token,
    local: { means, expired: { idToken: user.idToken, contactsToken: desk } },
  };
}

/** @returns milliseconds by which the stage's clock is now ahead of this process's. */
async function moveClock({ controlUrl }: LocalMeans, ms: number): Promise<number> {
  const response = await fetch(`${controlUrl}/clock/advance`, { method: 'POST', body: JSON.stringify({ ms }) });
  if (!response.ok) throw new Error(`the control API answered ${response.status}: ${await response.text()}`);
  return ((await response.json()) as { epochMs: number }).epochMs - Date.now();
}
