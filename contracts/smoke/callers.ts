import { randomBytes } from 'node:crypto';
import type { Credentials } from '../auth-cases.ts';
import type { ApiTable, Operation } from '../route-table.ts';
import { apiKeyValue, createTestUser, partnerSecret, partnerToken, type TestUser } from './credentials.ts';
import { removeAccount } from './leftovers.ts';
import { type SmokeRequest, signable, stage } from './requests.ts';
import { awsSignature, contactsToken, forgedSignature, type SignableRequest, webhookSignature } from './signing.ts';

type Headers = Readonly<Record<string, string>>;

/** Credentials that are a signature of the request that they come with. */
type SignedCredentials = Extract<Credentials, 'AWS credentials' | `${string}webhook${string}`>;
/** Credentials that are the same for every request. */
export type HeldCredentials = Exclude<Credentials, SignedCredentials>;

/** The callers of one run: a user of its own, a partner, the contact desk and this process itself. */
export interface Callers {
  readonly user: TestUser;
  readonly partnerId: string;
  headersOf(credentials: HeldCredentials): Headers;
  /** Headers that show any credentials with a request. */
  headersFor(credentials: Credentials, request: SignableRequest): Promise<Headers>;
  /** Headers with the credentials that an operation takes. */
  admitted(api: ApiTable, operation: Operation, request?: SmokeRequest): Promise<Headers>;
  /** Removes the user and its projects. */
  remove(): Promise<void>;
}

/** Partner whose webhooks the smoke suites send; the path names it. */
const webhookPartnerId = 'smoke-partner';
const hourMs = 60 * 60 * 1000;

export async function createCallers(): Promise<Callers> {
  const partnerId = `smoke-${randomBytes(6).toString('hex')}`;
  const [user, held, signed] = await Promise.all([
    createTestUser(stage.outputs, `${stage.runId}-${randomBytes(4).toString('hex')}`),
    heldCredentials(partnerId),
    signedCredentials(),
  ]);
  const headersOf: Callers['headersOf'] = (credentials) =>
    credentials === 'user token' ? { Authorization: user.idToken } : held[credentials];
  const headersFor: Callers['headersFor'] = async (credentials, request) =>
    isSigned(credentials) ? signed[credentials](request) : headersOf(credentials);
  return {
    user,
    partnerId,
    headersOf,
    headersFor,
    admitted: (api, operation, request) =>
      headersFor(admittedCredentials[operation.access.kind], signable(api, operation, request)),
    remove: () => removeAccount(stage, user.email),
  };
}

async function heldCredentials(partnerId: string): Promise<Record<Exclude<HeldCredentials, 'user token'>, Headers>> {
  const { outputs } = stage;
  const [token, scopeless, key, desk] = await Promise.all([
    partnerToken(outputs, partnerId),
    partnerToken(outputs, partnerId, { scopes: [] }),
    // Partners share their key's quota where there are any.
    apiKeyValue(stage.servesCustomers ? outputs.smokeApiKeyId : outputs.partnerApiKeyId),
    contactsToken(outputs),
  ]);
  const bearer = (value: string) => ({ Authorization: `Bearer ${value}` });
  return {
    none: {},
    'garbage token': bearer('garbage'),
    'partner token': bearer(token),
    'partner token and key': { ...bearer(token), 'x-api-key': key },
    'partner token and unknown key': { ...bearer(token), 'x-api-key': 'no-such-key-0123456789' },
    'partner token without scopes, and key': { ...bearer(scopeless), 'x-api-key': key },
    'contacts token': bearer(desk),
  };
}

type Signer = (request: SignableRequest) => Headers | Promise<Headers>;

async function signedCredentials(): Promise<Record<SignedCredentials, Signer>> {
  const secret = await partnerSecret(stage.outputs);
  const sign = (request: SignableRequest, at = new Date()) =>
    webhookSignature({ partnerId: webhookPartnerId, secret }, request, at);
  return {
    'AWS credentials': (request) => awsSignature(stage.outputs, request),
    'signed webhook': (request) => sign(request),
    'webhook with a stale signature': (request) => sign(request, new Date(Date.now() - hourMs)),
    'webhook with a forged signature': (request) => ({ ...sign(request), 'Webhook-Signature': forgedSignature() }),
  };
}

const isSigned = (credentials: Credentials): credentials is SignedCredentials =>
  credentials === 'AWS credentials' || credentials.includes('webhook');

const admittedCredentials: Readonly<Record<Operation['access']['kind'], Credentials>> = {
  public: 'none',
  user: 'user token',
  partner: 'partner token and key',
  jwt: 'contacts token',
  iam: 'AWS credentials',
  webhook: 'signed webhook',
};
