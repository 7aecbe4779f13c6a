import { randomBytes } from 'node:crypto';
import type { Credentials } from '../auth-cases.ts';
import { apiKeyValue, createTestUser, partnerSecret, partnerToken, type TestUser } from './credentials.ts';
import { stage } from './requests.ts';
import { awsSignature, contactsToken, forgedSignature, type SignableRequest, webhookSignature } from './signing.ts';

type Headers = Readonly<Record<string, string>>;

/** The callers of one run: a user of its own, a partner, the contact desk and this process itself. */
export interface Callers {
  readonly user: TestUser;
  readonly partnerId: string;
  /** The headers that show the credentials; some are a signature of the request. */
  headersOf(credentials: Credentials, request: SignableRequest): Promise<Headers>;
  /** Removes what the run made. */
  remove(): Promise<void>;
}

/** Partner whose webhooks the smoke suites send; the path names it. */
const webhookPartnerId = 'smoke-partner';
const hourMs = 60 * 60 * 1000;

export async function createCallers(): Promise<Callers> {
  const { outputs } = stage;
  const runId = `smoke-${Date.now()}-${randomBytes(4).toString('hex')}`;
  const partnerId = `smoke-${randomBytes(6).toString('hex')}`;
  const [user, token, scopeless, key, desk, secret] = await Promise.all([
    createTestUser(outputs, runId),
    partnerToken(outputs, partnerId),
    partnerToken(outputs, partnerId, []),
    apiKeyValue(outputs.smokeApiKeyId),
    contactsToken(outputs),
    partnerSecret(outputs),
  ]);
  const bearer = (value: string) => ({ Authorization: `Bearer ${value}` });
  const webhook = (request: SignableRequest, at = new Date()) =>
    webhookSignature({ partnerId: webhookPartnerId, secret }, request, at);
  const headers: Readonly<Record<Credentials, (request: SignableRequest) => Headers | Promise<Headers>>> = {
    none: () => ({}),
    'garbage token': () => bearer('garbage'),
    'user token': () => ({ Authorization: user.idToken }),
    'partner token': () => bearer(token),
    'partner token and key': () => ({ ...bearer(token), 'x-api-key': key }),
    'partner token and unknown key': () => ({ ...bearer(token), 'x-api-key': 'no-such-key-0123456789' }),
    'partner token without scopes, and key': () => ({ ...bearer(scopeless), 'x-api-key': key }),
    'contacts token': () => bearer(desk),
    'AWS credentials': (request) => awsSignature(outputs, request),
    'signed webhook': (request) => webhook(request),
    'webhook with a stale signature': (request) => webhook(request, new Date(Date.now() - hourMs)),
    'webhook with a forged signature': (request) => ({ ...webhook(request), 'Webhook-Signature': forgedSignature() }),
  };
  return {
    user,
    partnerId,
    headersOf: async (credentials, request) => headers[credentials](request),
    remove: () => user.remove(),
  };
}
