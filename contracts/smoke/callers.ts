import { randomBytes } from 'node:crypto';
import type { ApiTable, Operation } from '../route-table.ts';
import { apiKeyValue, createTestUser, partnerSecret, partnerToken, type TestUser } from './credentials.ts';
import { removeAccount } from './leftovers.ts';
import { type SmokeRequest, signable, stage } from './requests.ts';
import { awsSignature, contactsToken, type SignableRequest, webhookSignature } from './signing.ts';

type Headers = Readonly<Record<string, string>>;

/** Credentials that are the same for every request. */
export type HeldCredentials =
  | 'none'
  | 'user token'
  | 'partner token'
  | 'partner token and key'
  | 'partner token without scopes, and key'
  | 'contacts token';

/** Credentials that are a signature of the request that they come with. */
type SignedCredentials = 'AWS credentials' | 'signed webhook';

/** The callers of one run: a user of its own, a partner, the contact desk and this process itself. */
export interface Callers {
  readonly user: TestUser;
  readonly partnerId: string;
  headersOf(credentials: HeldCredentials): Headers;
  /** Headers with the credentials that an operation takes. */
  admitted(api: ApiTable, operation: Operation, request?: SmokeRequest): Promise<Headers>;
  /** Removes the user and its projects. */
  remove(): Promise<void>;
}

/** Partner whose webhooks the smoke suites send; the path names it. */
const webhookPartnerId = 'smoke-partner';

export interface CallersOptions {
  /** The stage's time, by which tokens are issued and requests signed. @default the host's */
  readonly time?: () => Promise<Date>;
}

export async function createCallers({ time = hostTime }: CallersOptions = {}): Promise<Callers> {
  const partnerId = `smoke-${randomBytes(6).toString('hex')}`;
  const [user, held, signed] = await Promise.all([
    createTestUser(stage.outputs, `${stage.runId}-${randomBytes(4).toString('hex')}`),
    heldCredentials(partnerId, await time()),
    signedCredentials(time),
  ]);
  const headersOf: Callers['headersOf'] = (credentials) =>
    credentials === 'user token' ? { Authorization: user.idToken } : held[credentials];
  return {
    user,
    partnerId,
    headersOf,
    async admitted(api, operation, request) {
      const credentials = admittedCredentials[operation.access.kind];
      return isSigned(credentials) ? signed[credentials](signable(api, operation, request)) : headersOf(credentials);
    },
    remove: () => removeAccount(stage, user.email),
  };
}

async function heldCredentials(
  partnerId: string,
  issuedAt: Date,
): Promise<Record<Exclude<HeldCredentials, 'user token'>, Headers>> {
  const { outputs } = stage;
  const [token, scopeless, key, desk] = await Promise.all([
    partnerToken(outputs, partnerId, { issuedAt }),
    partnerToken(outputs, partnerId, { scopes: [], issuedAt }),
    // Partners share their key's quota where there are any.
    apiKeyValue(stage.servesCustomers ? outputs.smokeApiKeyId : outputs.partnerApiKeyId),
    contactsToken(outputs),
  ]);
  const bearer = (value: string) => ({ Authorization: `Bearer ${value}` });
  return {
    none: {},
    'partner token': bearer(token),
    'partner token and key': { ...bearer(token), 'x-api-key': key },
    'partner token without scopes, and key': { ...bearer(scopeless), 'x-api-key': key },
    'contacts token': bearer(desk),
  };
}

type Signer = (request: SignableRequest) => Headers | Promise<Headers>;

async function signedCredentials(time: () => Promise<Date>): Promise<Record<SignedCredentials, Signer>> {
  const secret = await partnerSecret(stage.outputs);
  return {
    'AWS credentials': async (request) => awsSignature(stage.outputs, request, { at: await time() }),
    'signed webhook': async (request) =>
      webhookSignature({ partnerId: webhookPartnerId, secret }, request, await time()),
  };
}

const hostTime = async () => new Date();

const isSigned = (credentials: HeldCredentials | SignedCredentials): credentials is SignedCredentials =>
  credentials === 'AWS credentials' || credentials === 'signed webhook';

const admittedCredentials: Readonly<Record<Operation['access']['kind'], HeldCredentials | SignedCredentials>> = {
  public: 'none',
  user: 'user token',
  partner: 'partner token and key',
  jwt: 'contacts token',
  iam: 'AWS credentials',
  webhook: 'signed webhook',
};
